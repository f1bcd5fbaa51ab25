import {foldsOf, plrRidgeRepeats} from "../../src/lib/causal/index.ts";
import {stream} from "../../src/lib/numeric/index.ts";
import {wildCluster} from "../../src/lib/robustness/index.ts";
import {atMost, type Bench} from "./bench.ts";
import {fastest} from "./desk-rows.ts";

const [ROWS, DAYS, TRADERS, FEATURES] = [100_000, 1000, 100, 20];
const DRAWS = 999;
const LIMIT = 0.5;

/** The wild cluster bootstrap of a debiased machine learning fit, test and interval, clusters days (Rademacher) or few traders (Webb). */
export const bench: Bench = {
  name: "wild-cluster",
  async run() {
    const random = stream(1, "bench", "wild cluster");
    const normal = () => Float64Array.from({length: ROWS}, () => random.normal());
    const columns = Array.from({length: FEATURES}, normal);
    const d = normal().map((v, i) => v + columns[0][i]);
    const y = normal().map((v, i) => v + 0.1 * d[i] + columns[0][i]);
    const day = Int32Array.from({length: ROWS}, (_, i) => i % DAYS);
    const trader = Int32Array.from({length: ROWS}, (_, i) => Math.floor(i / (ROWS / TRADERS)) % 8);
    const x = {rows: ROWS, names: columns.map((_, j) => `x${j}`), columns};
    const folds = foldsOf(Int32Array.from({length: DAYS}, (_, t) => Math.floor((5 * t) / DAYS)));
    const [fit] = plrRidgeRepeats(
      {y, d, x, block: day, repeats: [folds], penalty: {outcome: 1, treatment: 1}},
      (found) => found,
    );
    const results = [];
    for (const [of, clusters] of [
      ["days", day],
      ["traders", trader],
    ] as const) {
      const seconds = await fastest(3, () => {
        const found = wildCluster(
          {outcome: fit.residualY, regressor: fit.residualD, clusters},
          {random: stream(2, "bench", of), draws: DRAWS},
        );
        return [found.test(), found.interval()];
      });
      results.push(
        atMost(
          `wild-cluster/${of}`,
          `${DRAWS} wild cluster bootstraps of a fit on ${ROWS} rows, ${of === "days" ? `${DAYS} days` : "8 traders"}: test and interval (s)`,
          seconds,
          LIMIT,
        ),
      );
    }
    return results;
  },
};
