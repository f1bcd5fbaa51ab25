import {existsSync, readFileSync} from "node:fs";
import {fileURLToPath} from "node:url";
import {describe, expect, it} from "vitest";
import {forwardBackward, type Hmm, viterbi} from "../../src/lib/features/hmm.ts";
import {emStep, fitFrom, fitHmm} from "../../src/lib/features/hmm-fit.ts";

const folder = fileURLToPath(new URL("../../../shared/reference", import.meta.url));
const there = existsSync(`${folder}/expected/hmm_gaussian.json`);
if (!there) console.warn(`skipped: no reference cases (hmm_gaussian.json) in ${folder}`);

interface Fixed {
  readonly startprob: number[];
  readonly transmat: number[][];
  readonly means: number[];
  readonly variances: number[];
}
const read = () => {
  const {fixed, em} = JSON.parse(readFileSync(`${folder}/expected/hmm_gaussian.json`, "utf8"));
  const lines = readFileSync(`${folder}/${fixed.data}`, "utf8").trim().split("\n").slice(1);
  const modelOf = ({startprob, transmat, means, variances}: Fixed): Hmm => ({
    start: startprob,
    transition: transmat,
    means,
    variances,
  });
  return {fixed, em, x: Float64Array.from(lines, (line) => Number(line.split(",")[0])), modelOf};
};

/** hmmlearn's Gaussian HMM: parameters given, then EM from them. */
describe.skipIf(!there)("Gaussian HMM against hmmlearn", () => {
  it("log likelihood to 1e-6, posteriors to 1e-8, Viterbi path exactly", () => {
    const {fixed, x, modelOf} = read();
    const {logLikelihood, smoothed} = forwardBackward(modelOf(fixed), x);
    expect(Math.abs(logLikelihood - fixed.loglik)).toBeLessThan(1e-6);
    fixed.posterior_state0.forEach((p: number, t: number) => {
      expect(Math.abs(smoothed[t][0] - p), `time ${t}`).toBeLessThan(1e-8);
    });
    const {logDensity, path} = viterbi(modelOf(fixed), x);
    expect([...path]).toEqual(fixed.viterbi_path);
    expect(Math.abs(logDensity - fixed.viterbi_logprob)).toBeLessThan(1e-6);
  });

  it.each([1, 5])("EM after %i iterations to 1e-6", (iterations) => {
    const {fixed, em, x, modelOf} = read();
    let model = modelOf(fixed);
    const history: number[] = [];
    for (let k = 0; k < iterations; k++) {
      const step = emStep(model, x);
      history.push(step.before);
      model = step.model;
    }
    const expected = em[String(iterations)];
    near(model, modelOf(expected), 1e-6);
    expect(Math.abs(forwardBackward(model, x).logLikelihood - expected.loglik)).toBeLessThan(1e-6);
    expected.history_first5.forEach((value: number, k: number) => {
      expect(Math.abs(history[k] - value)).toBeLessThan(1e-6);
    });
  });

  it("converged EM to 1e-3, from its start and from our own starts", () => {
    const {fixed, em, x, modelOf} = read();
    const fit = fitFrom(modelOf(fixed), x, {tolerance: 1e-8});
    expect(fit.converged).toBe(true);
    near(fit.model, modelOf(em["200"]), 1e-3);
    const own = fitHmm(x, {states: 2, seed: 1, names: ["test"]})!;
    near(own.model, modelOf(em["200"]), 2e-3); // variances in ascending order there too
    expect(Math.abs(own.logLikelihood - em["200"].loglik)).toBeLessThan(1e-3);
  });
});

function near(ours: Hmm, theirs: Hmm, tolerance: number): void {
  const flat = ({start, transition, means, variances}: Hmm) => [...start, ...transition.flat(), ...means, ...variances];
  flat(ours).forEach((v, k) => {
    expect(Math.abs(v - flat(theirs)[k]), `parameter ${k}`).toBeLessThan(tolerance);
  });
}
