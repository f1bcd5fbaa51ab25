import {describe, expect, it} from "vitest";
import {type FittedLimits, fittedLimits, limitFit, type Refusal} from "../../src/lib/causal/index.ts";
import {loadLearner} from "../../src/lib/models/index.ts";
import {treatedDesk} from "./desk.ts";

const ridge = await loadLearner("ridge");
const given = {
  ...treatedDesk({traders: 6, days: 100, seed: 5, effect: 4}),
  ...{learners: {outcome: ridge, treatment: ridge}, seed: 2},
};

describe("fittedLimits", () => {
  it("leaves sample and fit for others, who find the very same", () => {
    const fits: {limits?: FittedLimits | Refusal} = {};
    const first = fittedLimits({...given, fits});
    expect(fittedLimits({...given, fits})).toBe(first);
    expect(fittedLimits(given)).not.toBe(first);
    expect(fittedLimits({...given, interventions: null})).toMatchObject({reason: expect.stringMatching(/no interv/)});
  });

  it("is made again, bit for bit, from what its nuisances predicted", () => {
    const found = fittedLimits(given);
    if ("reason" in found) throw new Error(found.reason);
    const {sample, fit} = found;
    expect(fit.penalties.outcome).toHaveLength(5);
    expect(fit.penalties.treatment).toHaveLength(5);
    expect(limitFit(sample, {outcome: fit.predictedY, treatment: fit.predictedD}, fit.penalties)).toEqual(fit);
  });
});
