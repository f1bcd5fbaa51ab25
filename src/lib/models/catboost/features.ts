import {levelsOf, matchLevels, seenLevels} from "../categories.ts";
import type {Design} from "../learner.ts";
import {hasMissing, quantileBorders} from "./borders.ts";
import {joinHash, levelHash} from "./city-hash.ts";
import type {CategoricalFeature, NumericFeature, ObliviousModel, Statistic} from "./model.ts";
import type {RowOrder} from "./order.ts";
import type {CatboostSettings} from "./settings.ts";
import {statisticValue} from "./statistic-value.ts";
import {orderedCounts} from "./target-statistics.ts";
import {missingLevel} from "./tested-columns.ts";

/** What can be tested: the features of a model that has no trees yet. */
export type Features = Pick<ObliviousModel, "names" | "numeric" | "categorical" | "statistics">;

/** Features of a training window, with what each row's statistics are in each order of the rows. */
export interface TrainingFeatures extends Features {
  /** By order, by statistic: the ordered value of each row. */
  readonly ordered: readonly (readonly Float32Array[])[];
}

/**
 * Features of a training window of rows with positive weight: borders of numbers; for categorical features of few levels
 * their values, for others a target statistic (share of rows whose target is above `targetBorder`, CatBoost's "Borders").
 * A statistic's prior is that share in the whole window; as CatBoost's, statistics count rows and take no weights.
 */
export function trainingFeatures(
  x: Design,
  target: Uint8Array,
  orders: readonly RowOrder[],
  {borderCount, oneHotMaxSize, priorStrength}: CatboostSettings,
): TrainingFeatures {
  const numeric: NumericFeature[] = [];
  const categorical: CategoricalFeature[] = [];
  const statistics: Statistic[] = [];
  const ordered: Float32Array[][] = orders.map(() => []);
  const ones = new Float64Array(x.rows).fill(1);
  const share = target.reduce((sum, t) => sum + t, 0) / x.rows;
  x.names.forEach((name, column) => {
    const given = levelsOf(x.levels, name);
    if (given === undefined) {
      const borders = quantileBorders(x.columns[column], borderCount);
      numeric.push({column, borders, missing: hasMissing(x.columns[column]) ? "AsFalse" : "AsIs"});
      return;
    }
    const levels = seenLevels(x.columns[column], given, ones);
    const codes = matchLevels(x.columns[column], given, levels);
    const {hashes, of} = byHash(levels, codes);
    const oneHot = hashes.length <= oneHotMaxSize;
    // two values need one test; with more, each gets its own
    const values = oneHot ? hashes.slice(hashes.length === 2 ? 1 : 0) : [];
    categorical.push({column, levels, values: Int32Array.from(hashes.length < 2 ? [] : values)});
    if (oneHot || hashes.length < 2) return; // a lone level's share of earlier rows would say no more than the time
    const statistic = countedStatistic(categorical.length - 1, hashes, of, target, priorStrength, share);
    const columns = orders.map((order) => orderedColumn(statistic, of, target, order));
    const full = hashes.map((h) => statisticValue(statistic, statistic.table.rows.get(joinHash(0n, h))));
    const seen = Float64Array.from([...columns.flatMap((c) => [...c]), ...full]);
    statistics.push({...statistic, borders: quantileBorders(seen, borderCount)});
    columns.forEach((c, k) => {
      ordered[k].push(c);
    });
  });
  return {names: [...x.names], numeric, categorical, statistics, ordered};
}

/** Levels by their hash, as the model will tell them apart: two of the same hash are one. Missing is a level where it occurs. */
function byHash(levels: readonly string[], codes: Int32Array): {hashes: number[]; of: Int32Array} {
  const all = codes.includes(-1) ? [...levels, missingLevel] : levels;
  const position = new Map<number, number>();
  const hashes: number[] = [];
  const at = all.map((level) => {
    const hash = levelHash(level);
    if (!position.has(hash)) position.set(hash, hashes.push(hash) - 1);
    return position.get(hash)!;
  });
  return {hashes, of: codes.map((code) => at[code < 0 ? levels.length : code])};
}

function countedStatistic(
  categorical: number,
  hashes: readonly number[],
  of: Int32Array,
  target: Uint8Array,
  strength: number,
  share: number,
): Statistic {
  const counts = hashes.map(() => [0, 0]);
  for (let i = 0; i < of.length; i++) counts[of[i]][target[i]]++;
  return {
    kind: "Borders",
    elements: [{kind: "level", categorical}],
    priorNumerator: Math.fround(strength * share),
    priorDenominator: Math.fround(strength),
    shift: 0,
    scale: 1,
    targetBorder: 0,
    borders: new Float32Array(0),
    table: {rows: new Map(hashes.map((h, k) => [joinHash(0n, h), counts[k]])), width: 2, denominator: 0},
  };
}

function orderedColumn(statistic: Statistic, of: Int32Array, target: Uint8Array, order: RowOrder): Float32Array {
  const {ones, total} = orderedCounts(of, target, order);
  return Float32Array.from(of, (_, i) => statisticValue(statistic, [total[i] - ones[i], ones[i]]));
}
