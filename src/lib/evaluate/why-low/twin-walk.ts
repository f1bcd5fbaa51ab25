import {buildPanel, type FeatureNames} from "../../features/index.ts";
import type {Settings} from "../../models/index.ts";
import {float64, int32} from "../../numeric/index.ts";
import {drawTwin, type TwinModel} from "../../simulate/index.ts";
import {fitFold} from "../fit-fold.ts";
import {pastMean} from "../past.ts";
import type {Fold} from "../types.ts";
import {assembleWalkForward, foldItems} from "../walk-forward.ts";
import type {KnownRows} from "./attainable-r2.ts";

/** The module that exports `walkTwin`, for a worker to load. */
export const twinWalkModule = new URL("./twin-walk.ts", import.meta.url);

/** One twin to draw and walk through: plain data, so that it can go to a worker. */
export interface TwinItem {
  readonly model: TwinModel;
  readonly seed: number;
  readonly features: FeatureNames;
  readonly folds: readonly Fold[];
  readonly learner: string;
  readonly settings?: Settings;
}

/**
 * Draws a twin on which limits do nothing, builds its features, and walks forward on it. What its generator expected of every
 * row, given all that had happened before, comes with the predictions.
 * @returns the test rows on which there is a prediction and a past mean, in the order trader, day; currency.
 */
export async function walkTwin({model, seed, features, folds, learner, settings}: TwinItem): Promise<KnownRows> {
  const {desk, truth} = drawTwin(model, {seed, effect: 0});
  const {panel} = buildPanel(desk, features);
  const results = [];
  for (const item of foldItems({learner, seed, folds, panel, settings})) results.push(await fitFold(item));
  const {predictions} = assembleWalkForward(results);
  const [trader, day, net] = [int32(desk.daily, "trader"), int32(desk.daily, "day"), float64(desk.daily, "net")];
  const expected = float64(truth, "expected");
  const mean = pastMean({trader, day}, net, "desk");
  const at = new Map(Array.from(trader, (i, row) => [i * desk.days.length + day[row], row]));
  const [who, when, value] = [int32(predictions, "trader"), int32(predictions, "day"), float64(predictions, "value")];
  const rows = Array.from(value, (v, k) => ({v, row: at.get(who[k] * desk.days.length + when[k])!})).filter(
    ({v, row}) => Number.isFinite(v) && Number.isFinite(mean[row]),
  );
  const pick = (column: Float64Array) => Float64Array.from(rows, ({row}) => column[row]);
  return {
    day: Int32Array.from(rows, ({row}) => day[row]),
    target: pick(net),
    pastMean: pick(mean),
    expected: pick(expected),
    value: Float64Array.from(rows, ({v}) => v),
  };
}

/** Several twins as one desk that lasted longer: days of the second follow those of the first. */
export function joinTwins(twins: readonly KnownRows[]): KnownRows {
  const width = 1 + twins.reduce((last, {day}) => day.reduce((a, d) => Math.max(a, d), last), 0);
  const join = (of: (rows: KnownRows) => Float64Array) => Float64Array.from(twins.flatMap((t) => Array.from(of(t))));
  return {
    day: Int32Array.from(twins.flatMap(({day}, k) => Array.from(day, (d) => d + k * width))),
    target: join((t) => t.target),
    pastMean: join((t) => t.pastMean),
    expected: join((t) => t.expected),
    value: join((t) => t.value),
  };
}
