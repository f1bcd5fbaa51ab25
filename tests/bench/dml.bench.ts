import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {
  type CrossFitFold,
  crossFitWith,
  foldsOf,
  inference,
  plrFromPredictions,
  plrRidgeRepeats,
  randomFolds,
} from "../../src/lib/causal/index.ts";
import {learnerModule} from "../../src/lib/models/index.ts";
import {stream} from "../../src/lib/numeric/index.ts";
import {openWorkers} from "../../src/lib/pipeline/workers.ts";
import {pythonWith} from "../reference/python.ts";
import {type Bench, quantile, type Result} from "./bench.ts";
import {startPython} from "./python-peer.ts";

const ROWS = 20_000;
const FEATURES = 40;
const DAYS = 250;
const FOLDS = 5;
const REPEATS = 100;
const PAIRS = 3;

/** Of the boosted nuisances: XGBoost's own defaults otherwise. */
const [ROUNDS, DEPTH, RATE] = [100, 4, 0.1];

/**
 * Double machine learning against loops in Python, both from arrays in memory to estimates and standard errors, timed inside each
 * program, in turn. Ridge: the folds are the same in both (random, of whole days) and so must be the estimates. Boosting: the same
 * folds and settings; the trees are not the same to the last bit, so estimates must agree within a tenth of a standard error.
 */
export const bench: Bench = {
  name: "dml",
  async run() {
    const folder = mkdtempSync(join(tmpdir(), "proofbook-dml-"));
    try {
      return [await ridge(folder), await boosted(folder)];
    } finally {
      rmSync(folder, {recursive: true, force: true});
    }
  },
};

function skipped(name: string, what: string, reach: string, module: string): Result {
  return {
    name,
    what,
    ours: null,
    peer: "absent",
    ratio: null,
    reach,
    met: true,
    note: `skipped: no Python with ${module}`,
  };
}

async function ridge(folder: string): Promise<Result> {
  const what = `PLR, ridge nuisances, ${ROWS} × ${FEATURES}, ${FOLDS} folds, ${REPEATS} repeats (ms a repeat)`;
  const reach = "<= 0.1 × scikit-learn";
  const python = pythonWith("sklearn");
  if (python === undefined) return skipped("dml/ridge", what, reach, "sklearn");
  const data = sample();
  const {y, d, columns, block} = data;
  const x = {rows: ROWS, names: columns.map((_, j) => `x${j}`), columns};
  const random = stream(2, "bench", "dml", "folds");
  const repeats = Array.from({length: REPEATS}, () => randomFolds(DAYS, FOLDS, random));
  write(
    folder,
    data,
    repeats.map((folds) => foldLabels(folds, block)),
  );
  const peer = startPython(python, ridgePeer, [folder]);
  try {
    const job = (from: number, to: number) => {
      const some = repeats.slice(from, to);
      const options = {y, d, x, block, repeats: some, penalty: {outcome: 1, treatment: 1}, standardise: false};
      return plrRidgeRepeats(options, (fit) => inference(fit));
    };
    job(0, 10); // warm both up, on a tenth
    await peer.ask("10");
    const pairs: Pair[] = [];
    for (let k = 0; k < PAIRS; k++) {
      const begin = performance.now();
      const found = job(0, REPEATS);
      const ours = (performance.now() - begin) / REPEATS;
      const theirs = await peer.ask<Peer>(String(REPEATS));
      pairs.push({ours, theirs: (1000 * theirs.seconds) / REPEATS});
      found.forEach(({estimate, standardError}, r) => {
        const [theta, se] = theirs.estimates[r];
        if (!(Math.abs(estimate / theta - 1) < 1e-8 && Math.abs(standardError / se - 1) < 1e-8))
          throw new Error(`repeat ${r}: ${estimate} (${standardError}), the peer finds ${theta} (${se})`);
      });
    }
    return judged(
      "dml/ridge",
      what,
      reach,
      0.1,
      pairs,
      `all ${REPEATS} estimates and standard errors agree within 1e-8`,
    );
  } finally {
    peer.stop();
  }
}

async function boosted(folder: string): Promise<Result> {
  const what = `PLR, boosted nuisances, ${ROWS} × ${FEATURES}, ${FOLDS} folds, ${ROUNDS} trees of depth ${DEPTH} (s)`;
  const reach = "<= 0.8 × xgboost hist, the better of one and two threads";
  const python = pythonWith("xgboost");
  if (python === undefined) return skipped("dml/boosted", what, reach, "xgboost");
  const data = sample();
  const {y, d, columns, block} = data;
  const x = {rows: ROWS, names: columns.map((_, j) => `x${j}`), columns};
  const label = foldLabels(randomFolds(DAYS, FOLDS, stream(3, "bench", "dml", "folds")), block);
  write(folder, data, [label]);
  const learner = {
    module: learnerModule("boosting").href,
    settings: {
      rounds: ROUNDS,
      maxDepth: DEPTH,
      learningRate: RATE,
      bins: 255, // with missing values a byte; XGBoost has 256
      minChildWeight: 1,
      subsample: 1,
      columnsByTree: 1,
      patience: 0,
    },
  };
  const workers = openWorkers(2);
  const peer = startPython(python, boostedPeer, [folder]);
  try {
    const job = async () => {
      const jobs = [
        {name: "outcome", target: y, learner},
        {name: "treatment", target: d, learner},
      ];
      const sampled = {x, day: block, folds: foldsOf(Int32Array.from(label)), seed: 1};
      const [ofY, ofD] = await crossFitWith(workers.map, sampled, jobs);
      return inference(plrFromPredictions(y, d, ofY, ofD));
    };
    await job(); // warm both up, and see how many threads suit the peer
    const alone = await peer.ask<Peer>("1");
    const threads = (await peer.ask<Peer>("2")).seconds < alone.seconds ? "2" : "1";
    const pairs: Pair[] = [];
    let note = "";
    for (let k = 0; k < PAIRS; k++) {
      const begin = performance.now();
      const {estimate, standardError} = await job();
      const ours = (performance.now() - begin) / 1000;
      const {seconds, estimates} = await peer.ask<Peer>(threads);
      pairs.push({ours, theirs: seconds});
      const [theta, se] = estimates[0];
      note = `θ ${estimate.toFixed(4)} (${standardError.toFixed(4)}), xgboost ${theta.toFixed(4)} (${se.toFixed(4)})`;
      if (!(Math.abs(estimate - theta) < 0.1 * se && Math.abs(standardError / se - 1) < 0.02)) throw new Error(note);
    }
    return judged(
      "dml/boosted",
      what,
      reach,
      0.8,
      pairs,
      `${note}; ours on two workers, the peer on ${threads} threads`,
    );
  } finally {
    peer.stop();
    await workers.close();
  }
}

interface Pair {
  readonly ours: number;
  readonly theirs: number;
}

function judged(
  name: string,
  what: string,
  reach: string,
  limit: number,
  pairs: readonly Pair[],
  note: string,
): Result {
  const middle = (pick: (pair: Pair) => number) => quantile(pairs.map(pick), 0.5);
  const ratio = middle(({ours, theirs}) => ours / theirs);
  return {
    name,
    what,
    ours: middle((p) => p.ours),
    peer: middle((p) => p.theirs),
    ratio,
    reach,
    met: ratio <= limit,
    note,
  };
}

/** Fold of each row, from folds of blocks. */
function foldLabels(folds: readonly CrossFitFold[], block: Int32Array): Uint8Array {
  const ofBlock = new Uint8Array(DAYS);
  folds.forEach(({test}, k) => {
    for (const b of test) ofBlock[b] = k;
  });
  return Uint8Array.from(block, (b) => ofBlock[b]);
}

function sample() {
  const random = stream(1, "bench", "dml");
  const normal = () => Float64Array.from({length: ROWS}, () => random.normal());
  const columns = Array.from({length: FEATURES}, normal);
  const [v, u] = [normal(), normal()];
  const d = v.map((e, i) => e + columns[0][i] + 0.5 * columns[1][i]);
  const y = u.map((e, i) => e + 0.5 * d[i] + columns[0][i] - columns[2][i]);
  return {y, d, columns, block: Int32Array.from({length: ROWS}, (_, i) => i % DAYS)};
}

function write(folder: string, {y, d, columns}: ReturnType<typeof sample>, labels: readonly Uint8Array[]): void {
  const bytes = (name: string, parts: readonly (Float64Array | Uint8Array)[]) =>
    writeFileSync(
      join(folder, name),
      Buffer.concat(parts.map((a) => Buffer.from(a.buffer, a.byteOffset, a.byteLength))),
    );
  bytes("numbers", [y, d, ...columns]);
  bytes("folds", labels);
}

interface Peer {
  readonly seconds: number;
  readonly estimates: [number, number][];
}

const frame = `
import sys, json, time
import numpy as np
n, p, folds = ${ROWS}, ${FEATURES}, ${FOLDS}
a = np.fromfile(sys.argv[1] + "/numbers").reshape(p + 2, n)
y, d, x = a[0], a[1], np.ascontiguousarray(a[2:].T)
labels = np.fromfile(sys.argv[1] + "/folds", dtype=np.uint8).reshape(-1, n)

def estimate(l, m):
    u, v = y - l, d - m
    theta = (v @ u) / (v @ v)
    psi = (u - theta * v) * v
    return [theta, np.sqrt(np.mean(psi ** 2) / n) / np.mean(v ** 2)]
`;

const loop = `
for line in sys.stdin:
    begin = time.perf_counter()
    estimates = job(int(line))
    print(json.dumps({"seconds": time.perf_counter() - begin, "estimates": estimates}))
`;

const ridgePeer = `${frame}
from sklearn.linear_model import Ridge

def job(repeats):
    out = []
    for fold in labels[:repeats]:
        l, m = np.empty(n), np.empty(n)
        for k in range(folds):
            test = fold == k
            train = ~test
            xt, xs = x[train], x[test]
            l[test] = Ridge(alpha=1.0).fit(xt, y[train]).predict(xs)
            m[test] = Ridge(alpha=1.0).fit(xt, d[train]).predict(xs)
        out.append(estimate(l, m))
    return out
${loop}`;

const boostedPeer = `${frame}
import xgboost as xgb
x = x.astype(np.float32)

def job(threads):
    settings = {"tree_method": "hist", "max_depth": ${DEPTH}, "eta": ${RATE}, "nthread": threads}
    l, m = np.empty(n), np.empty(n)
    for k in range(folds):
        test = labels[0] == k
        xt, xs = x[~test], xgb.DMatrix(x[test], nthread=threads)
        for target, into in ((y, l), (d, m)):
            data = xgb.DMatrix(xt, target[~test], nthread=threads)
            into[test] = xgb.train(settings, data, ${ROUNDS}).predict(xs)
    return [estimate(l, m)]
${loop}`;
