import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {beforeAll, describe, expect, it} from "vitest";
import {applyIsotonic, isotonicCalibration} from "../../src/lib/models/calibration/index.ts";
import {coefficientPath, learner as elasticNet} from "../../src/lib/models/elastic-net.ts";
import {learner as huber} from "../../src/lib/models/huber.ts";
import {pinball} from "../../src/lib/models/linear/quantile-fit.ts";
import {learner as logistic} from "../../src/lib/models/logistic.ts";
import {learner as quantile} from "../../src/lib/models/quantile.ts";
import {learner as ridge} from "../../src/lib/models/ridge.ts";
import {stream} from "../../src/lib/numeric/index.ts";
import {pythonWith, runPython} from "../reference/python.ts";
import {design, weighted} from "./linear-cases.ts";

const python = pythonWith("sklearn");

/** scikit-learn's fits of the same rows, on features standardised with the same weights. */
const script = `
import json, sys, numpy as np
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import HuberRegressor, LogisticRegression, QuantileRegressor, Ridge, enet_path
d = json.load(open(sys.argv[1]))
x, y, w, one = np.array(d["x"]).T, np.array(d["y"]), np.array(d["w"]), np.array(d["event"])
def standard(w):
    mean = np.average(x, axis=0, weights=w)
    return (x - mean) / np.sqrt(np.average((x - mean) ** 2, axis=0, weights=w))
z = standard(w)
plain = standard(np.ones(len(y)))
out = {
    "ridge": [Ridge(alpha=a * w.sum(), tol=1e-14).fit(z, y, sample_weight=w).predict(z).tolist() for a in d["penalties"]],
    "path": [enet_path(plain, y - y.mean(), l1_ratio=r["l1Ratio"], alphas=r["penalties"], tol=1e-14, max_iter=1000000)[1].T.tolist() for r in d["paths"]],
    "logistic": [LogisticRegression(C=1 / (a * w.sum()), solver="newton-cholesky", tol=1e-12, max_iter=1000).fit(z, one, sample_weight=w).predict_proba(z)[:, 1].tolist() for a in d["penalties"]],
    "huber": [], "quantile": [],
}
for epsilon in d["epsilons"]:
    m = HuberRegressor(epsilon=epsilon, alpha=0, tol=1e-10, max_iter=100000).fit(z, y, sample_weight=w)
    out["huber"].append({"predict": m.predict(z).tolist(), "scale": m.scale_})
for level in d["levels"]:
    m = QuantileRegressor(quantile=level, alpha=0, solver="highs").fit(z, y, sample_weight=w)
    out["quantile"].append(m.predict(z).tolist())
p, at = np.array(d["probability"]), np.array(d["at"])
out["isotonic"] = IsotonicRegression(out_of_bounds="clip").fit(p, one, sample_weight=w).predict(at).tolist()
print(json.dumps(out))`;

interface Peer {
  readonly ridge: number[][];
  readonly path: number[][][];
  readonly logistic: number[][];
  readonly huber: {predict: number[]; scale: number}[];
  readonly quantile: number[][];
  readonly isotonic: number[];
}

const rows = 240;
const random = stream(1, "linear peer");
const draw = () => Float64Array.from({length: rows}, () => random.normal());
const [a, b, c, d] = [draw(), draw(), draw(), draw()];
const x = design({a, b, c: c.map((v, i) => 0.9 * b[i] + v / 3), d: d.map((v) => 100 + 5 * v)});
const y = a.map((v, i) => 3 + v - b[i] / 2 + random.normal() * (random.uniform() < 0.1 ? 20 : 1));
const event = a.map((v, i) => (random.uniform() < 1 / (1 + Math.exp(0.5 - v + b[i] / 2)) ? 1 : 0));
const w = Float64Array.from({length: rows}, () => 0.1 + random.uniform());
const probability = a.map((v) => Math.round(100 / (1 + Math.exp(-v))) / 100); // with ties
const at = Float64Array.from({length: 101}, (_, i) => i / 100);
const penalties = [0.001, 0.03, 1];
const epsilons = [1.1, 1.35, 2.5];
const levels = [0.01, 0.05, 0.5, 0.9];
const days = Int32Array.from({length: rows}, (_, i) => i >> 2);
const options = {days, weights: w, random: stream(1, "unused")};

describe.skipIf(python === undefined)("scikit-learn's fits of the same rows", () => {
  const paths = [1, 0.3].map((l1Ratio) => {
    const model = elasticNet.fit(x, y, {days, random: options.random, settings: {l1Ratio}});
    return {l1Ratio, ...coefficientPath(model.toJSON())};
  });
  let peer: Peer;
  beforeAll(() => {
    const folder = mkdtempSync(join(tmpdir(), "proofbook-linear-"));
    try {
      const file = join(folder, "rows.json");
      const list = (values: Float64Array) => [...values];
      const columns = x.columns.map(list);
      const sent = {
        x: columns,
        y: list(y),
        w: list(w),
        event: list(event),
        probability: list(probability),
        at: list(at),
      };
      writeFileSync(file, JSON.stringify({...sent, penalties, paths, epsilons, levels}));
      peer = runPython<Peer>(python!, script, [file]);
    } finally {
      rmSync(folder, {recursive: true, force: true});
    }
  });

  const near = (found: ArrayLike<number>, wanted: readonly number[], within: number) => {
    expect(found).toHaveLength(wanted.length);
    wanted.forEach((v, i) => {
      expect(Math.abs(found[i] - v), `row ${i}`).toBeLessThan(within);
    });
  };

  it("ridge: the same predictions", () => {
    penalties.forEach((penalty, k) => {
      near(ridge.fit(x, y, {...options, settings: {penalty}}).predict(x), peer.ridge[k], 1e-10);
    });
  });

  it("elastic net: the same path of weights", () => {
    paths.forEach((path, k) => {
      path.weights.forEach((weights, at) => {
        near(weights, peer.path[k][at], 1e-9);
      });
    });
  });

  it("logistic regression: the same probabilities", () => {
    penalties.forEach((penalty, k) => {
      const model = logistic.fit(x, event, {...options, task: {kind: "probability"}, settings: {penalty}});
      near(model.predict(x), peer.logistic[k], 1e-8);
    });
  });

  it("Huber: the same fit to the digits at which its solver stops, and a value no larger", () => {
    epsilons.forEach((epsilon, k) => {
      const model = huber.fit(x, y, {...options, settings: {epsilon, penalty: 0}});
      const meanLoss = (prediction: ArrayLike<number>, scale: number) =>
        weighted(
          y.map((v, i) => {
            const u = Math.abs(v - prediction[i]) / scale;
            return scale * (1 + (u <= epsilon ? u * u : 2 * epsilon * u - epsilon * epsilon));
          }),
          w,
        );
      const {scale} = model.summary().chosen;
      const found = model.predict(x);
      expect(scale / peer.huber[k].scale).toBeCloseTo(1, 4);
      near(found, peer.huber[k].predict, 1e-3);
      expect(meanLoss(found, scale)).toBeLessThan(meanLoss(peer.huber[k].predict, peer.huber[k].scale) * (1 + 1e-12));
    });
  });

  it("quantile regression: the value of its linear program, at every level", () => {
    levels.forEach((level, k) => {
      const model = quantile.fit(x, y, {...options, task: {kind: "quantile", level}, settings: {penalty: 0}});
      const meanLoss = (prediction: ArrayLike<number>) =>
        weighted(
          y.map((v, i) => pinball(level, v - prediction[i])),
          w,
        );
      expect(meanLoss(model.predict(x)) / meanLoss(peer.quantile[k])).toBeCloseTo(1, 9);
      expect(model.summary().chosen.gap).toBe(0);
    });
  });

  it("isotonic calibration: the same curve, ties and weights included", () => {
    near(applyIsotonic(isotonicCalibration(probability, event, w), at), peer.isotonic, 1e-10);
  });
});
