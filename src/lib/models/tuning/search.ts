import {stream} from "../../numeric/index.ts";
import {checkFit} from "../design.ts";
import type {Settings} from "../hyperparameters.ts";
import type {Design, FitOptions, Learner} from "../learner.ts";
import {drawSettings} from "./draw-settings.ts";
import {type InnerBlock, innerBlocks} from "./inner-blocks.ts";
import {halvingRungs, type Rung} from "./rungs.ts";
import {meanLoss} from "./task-loss.ts";
import type {Search, Trial, TuningOptions} from "./types.ts";

const ranges = [
  {name: "trials", low: 1, high: 10_000},
  {name: "blocks", low: 1, high: 50},
  {name: "factor", low: 2, high: 100},
] as const;
/** What the shortest history has left on the first rung: from less, a ranking would be mostly luck. */
const least = {days: 20, rows: 100} as const;

/** The options with their defaults. @throws RangeError for a value out of range. */
export function resolveTuning(options: TuningOptions): Required<TuningOptions> {
  const all = {method: "halving", trials: 16, blocks: 2, resource: "days", factor: 3, ...options} as const;
  for (const {name, low, high} of ranges)
    if (!(Number.isInteger(all[name]) && all[name] >= low && all[name] <= high))
      throw new RangeError(`invalid ${name} of tuning; not a whole number from ${low} to ${high}: ${all[name]}`);
  if (all.method !== "random" && all.method !== "halving")
    throw new RangeError(`invalid method of tuning; not one of random, halving: ${all.method}`);
  if (all.resource !== "days" && all.resource !== "rows")
    throw new RangeError(`invalid resource of tuning; not one of days, rows: ${all.resource}`);
  return all;
}

/**
 * Searches a learner's declared space for the settings with the smallest loss on time-ordered inner blocks of a training
 * window: each block is predicted from the days before it, in squared error, log loss or pinball loss by the task. Settings
 * given in `options` are held fixed.
 *
 * Every setting meets the same blocks, the same share of rows and, block by block, the same random stream, so that they
 * differ by their settings only. Ties go to the one drawn earlier; the first is the learner's defaults. A setting whose
 * predictions are not finite comes last. Where nothing can be judged the defaults are chosen, and `note` says why.
 *
 * @param seed of the search's streams: the result depends on it and on the arguments only.
 */
export function search(
  learner: Learner,
  x: Design,
  y: Float64Array,
  options: FitOptions,
  tuning: TuningOptions,
  seed: number,
): Search {
  const {method, trials: count, blocks, resource, factor} = resolveTuning(tuning);
  const weights = checkFit(x, y, options);
  const parameters = learner.hyperparameters ?? [];
  const none = (note: string): Search => {
    return {chosen: options.settings ?? {}, trials: [], tried: 0, note};
  };
  const drawn = drawSettings(learner.name, parameters, count, stream(seed, "settings"), options.settings);
  if (drawn.length === 1) return none("defaults: there is nothing to choose between");
  const window = {x, y, weights, days: options.days};
  const judges = innerBlocks(window, blocks, resource, stream(seed, "rows"));
  if (judges.length === 0)
    return none(`defaults: too few days with weight to cut into ${blocks + 1} runs of 4 days or more`);
  const shortest = Math.min(...judges.map((judge) => judge.resource));
  const rungs =
    method === "random"
      ? [{settings: drawn.length, share: 1}]
      : halvingRungs(drawn.length, factor, shortest, least[resource]);
  const judge = (setting: number, rung: number): Trial => ({
    setting,
    settings: drawn[setting],
    rung,
    ...judged(learner, drawn[setting], judges, rungs[rung].share, options, seed),
  });
  const {trials, best} = race(rungs, judge);
  return {
    chosen: drawn[best],
    trials,
    tried: drawn.length,
    note: `best of ${drawn.length} settings on ${judges.length} time-ordered blocks${method === "random" ? "" : `, in ${rungs.length} rungs by ${resource}`}`,
  };
}

/** Runs the rungs; the best of each, by score and then by the order drawn, are judged again in the next. */
function race(rungs: readonly Rung[], judge: (setting: number, rung: number) => Trial) {
  const trials: Trial[] = [];
  let ranked = Array.from({length: rungs[0].settings}, (_, k) => k);
  rungs.forEach(({settings}, rung) => {
    const candidates = ranked.slice(0, settings).sort((a, b) => a - b);
    const results = candidates.map((setting) => judge(setting, rung));
    trials.push(...results);
    const loss = (trial: Trial) => trial.score ?? Number.POSITIVE_INFINITY;
    ranked = results
      .sort((a, b) => (loss(a) < loss(b) ? -1 : loss(a) > loss(b) ? 1 : a.setting - b.setting))
      .map((trial) => trial.setting);
  });
  return {trials, best: ranked[0]};
}

function judged(
  learner: Learner,
  settings: Settings,
  blocks: readonly InnerBlock[],
  share: number,
  {task}: FitOptions,
  seed: number,
): Pick<Trial, "rows" | "scores" | "score"> {
  const rows: number[] = [];
  const scores: (number | null)[] = [];
  let sum = 0;
  let total = 0;
  blocks.forEach(({test, history}, block) => {
    const {x, y, weights, days} = history(share);
    rows.push(x.rows);
    if (!weights.some((w) => w > 0)) {
      scores.push(null);
      return;
    }
    const random = stream(seed, "block", block);
    const model = learner.fit(x, y, {weights, days, random, settings, ...(task === undefined ? {} : {task})});
    const loss = meanLoss(task, test.y, model.predict(test.x), test.weights);
    const weight = test.weights.reduce((a, b) => a + b, 0);
    scores.push(finite(loss));
    sum += loss * weight;
    total += weight;
  });
  return {rows, scores, score: finite(sum / total)}; // 0 / 0 where no block had weight in this share
}

const finite = (value: number) => (Number.isFinite(value) ? value : null);
