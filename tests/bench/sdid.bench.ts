import {execFileSync} from "node:child_process";
import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {sdidInference, syntheticDid} from "../../src/lib/causal/index.ts";
import {stream} from "../../src/lib/numeric/index.ts";
import {type Bench, notMeasured, type Result} from "./bench.ts";

const UNITS = 500;
const PERIODS = 500;
const TREATED = 50;
const PRE = 400;
const DRAWS = 200;
const REACH = 0.3;
const WHAT = `synthetic DiD with placebo variance, ${UNITS} units × ${PERIODS} days, ${DRAWS} draws (s)`;
const AGAINST = `<= ${REACH} × NumPy matrices`;

/**
 * The authors' algorithm (Frank-Wolfe, 100 steps, small weights dropped, up to 10,000 more until the objective falls by less than
 * 10⁻⁵ of the noise), with NumPy's matrix products. It stops before the optimum; ours is exact. The peer is timed on the
 * fit and the first draws, and the time of all draws is their multiple: whole, it takes minutes.
 */
const PEER = `
import sys, time
import numpy as np
path, treated, pre, draws, timed = sys.argv[1], *map(int, sys.argv[2:6])
Y = np.fromfile(path).reshape(-1, ${PERIODS})
def frank_wolfe(A, b, x, zeta, steps, least):
    A = A - A.mean(0); b = b - b.mean()
    n = len(A); eta = n * zeta ** 2; Ax = A @ x; values = []
    for step in range(steps):
        gradient = (Ax - b) @ A + eta * x
        i = np.argmin(gradient)
        d = -x; d[i] += 1
        Ad = A[:, i] - Ax
        denominator = Ad @ Ad + eta * (d @ d)
        size = 0 if denominator == 0 else min(1, max(0, -(gradient @ d) / denominator))
        x = x + size * d; Ax = Ax + size * Ad
        values.append(zeta ** 2 * (x @ x) + ((Ax - b) @ (Ax - b)) / n)
        if step > 1 and values[-2] - values[-1] < least ** 2: break
    return x
def weights(A, b, x, zeta, least):
    x = frank_wolfe(A, b, x, zeta, 100, least)
    x = np.where(x <= x.max() / 4, 0, x); x = x / x.sum()
    return frank_wolfe(A, b, x, zeta, 10000, least)
def fit(Y, controls, zetas, start):
    T1 = Y.shape[1] - pre; N1 = len(Y) - controls
    C = Y[:controls]
    noise = np.diff(C[:, :pre], axis=1).std(ddof=1)
    zo, zl = zetas or ((N1 * T1) ** .25 * noise, 1e-6 * noise)
    o, l = start or (np.full(controls, 1 / controls), np.full(pre, 1 / pre))
    l = weights(C[:, :pre], C[:, pre:].mean(1), l, zl, 1e-5 * noise)
    o = weights(C[:, :pre].T, Y[controls:, :pre].mean(0), o, zo, 1e-5 * noise)
    row = np.concatenate([-o, np.full(N1, 1 / N1)]); column = np.concatenate([-l, np.full(T1, 1 / T1)])
    return row @ Y @ column, o, l, (zo, zl)
started = time.perf_counter()
estimate, o, l, zetas = fit(Y, len(Y) - treated, None, None)
first = time.perf_counter() - started
random = np.random.default_rng(1); controls = len(Y) - treated
started = time.perf_counter()
placebos = []
for _ in range(timed):
    order = random.permutation(controls)
    kept = o[order[:controls - treated]]
    placebos.append(fit(Y[order], controls - treated, zetas, (kept / kept.sum(), l))[0])
each = (time.perf_counter() - started) / timed
print(first + draws * each, estimate, np.std(placebos), each)
`;

export const bench: Bench = {
  name: "sdid",
  async run(): Promise<Result[]> {
    const units = panel();
    const data = {controls: units.slice(0, UNITS - TREATED), treated: units.slice(UNITS - TREATED), prePeriods: PRE};
    const started = performance.now();
    const fit = syntheticDid(data);
    const {standardError} = sdidInference(fit, {variance: "placebo", draws: DRAWS, seed: 1});
    const ours = (performance.now() - started) / 1000;
    const folder = mkdtempSync(join(tmpdir(), "proofbook-bench-"));
    try {
      const file = join(folder, "panel.bin");
      writeFileSync(file, Buffer.concat(units.map((y) => Buffer.from(y.buffer, y.byteOffset, y.byteLength))));
      const script = join(folder, "peer.py");
      writeFileSync(script, PEER);
      let printed: string;
      try {
        const words = [script, file, TREATED, PRE, DRAWS, 10].map(String);
        printed = execFileSync(process.env.PYTHON ?? "/usr/bin/python3", words, {encoding: "utf8"});
      } catch (error) {
        const note = `Python with NumPy is not there: ${error instanceof Error ? error.message.split("\n")[0] : error}`;
        return [{...notMeasured("sdid", WHAT, AGAINST, note), ours, peer: "absent"}];
      }
      const [peer, estimate, spread] = printed.trim().split(" ").map(Number);
      const ratio = ours / peer;
      const note =
        `estimate ${fit.estimate.toFixed(4)} (NumPy ${estimate.toFixed(4)}), SE ${standardError.toFixed(4)} ` +
        `(NumPy, 10 draws: ${spread.toFixed(4)}); peer: 10 draws timed, times ${DRAWS / 10}`;
      return [{name: "sdid", what: WHAT, ours, peer, ratio, reach: AGAINST, met: ratio <= REACH, note}];
    } finally {
      rmSync(folder, {recursive: true, force: true});
    }
  },
};

/** Units with a level of their own, two common factors and noise that remembers; the last ones are treated, by 0.5. */
function panel(): Float64Array[] {
  const random = stream(11, "bench", "sdid");
  const factors = Array.from({length: 2}, () => {
    let level = 0;
    return Float64Array.from({length: PERIODS}, () => {
      level = 0.95 * level + random.normal();
      return level;
    });
  });
  return Array.from({length: UNITS}, (_, i) => {
    const loadings = [random.normal(), random.normal()];
    const own = 3 * random.normal();
    let noise = 0;
    return Float64Array.from({length: PERIODS}, (__, t) => {
      noise = 0.3 * noise + random.normal();
      const effect = i >= UNITS - TREATED && t >= PRE ? 0.5 : 0;
      return own + loadings[0] * factors[0][t] + loadings[1] * factors[1][t] + noise + effect;
    });
  });
}
