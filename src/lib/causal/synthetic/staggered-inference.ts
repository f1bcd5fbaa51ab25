import {shuffled, stream, tQuantile, tTwoSided} from "../../numeric/index.ts";
import {type AdoptionRows, adoptionPanel} from "./adoption-panel.ts";
import {type StaggeredFit, staggeredSyntheticControl} from "./staggered.ts";

export interface StaggeredInference {
  readonly att: number;
  readonly interval: readonly [number, number];
  readonly level: number;
  readonly p: number;
  readonly standardError: number;
  readonly kind: "placebo" | "jackknife";
  /** Averages of the placebo draws, or estimates with each trader left out. */
  readonly draws: Float64Array;
}

/**
 * Placebo inference for the average over adopters: the adopters' dates are given, at random, to as many traders who never
 * adopted, whose synthetic controls are made of the other never-adopters; the draws' averages are what no effect looks like, also
 * where adopters share donors. The interval holds the effects, the same for all adopters, that would not be rejected. Placebos have
 * fewer donors than the adopters have, so that it errs on the wide side.
 * @throws RangeError where fewer than one and a half times as many traders never adopt as adopt.
 */
export function staggeredPlacebo(
  {adopters, att, options, panel}: StaggeredFit,
  {
    draws = 500,
    seed = 0,
    level = 0.95,
  }: {readonly draws?: number; readonly seed?: number; readonly level?: number} = {},
): StaggeredInference {
  if (!(level > 0 && level < 1)) throw new RangeError(`invalid level; not in (0, 1): ${level}`);
  if (!(Number.isInteger(draws) && draws >= 2))
    throw new RangeError(`invalid draws; not a whole number from 2 on: ${draws}`);
  const {rows, options: panelOptions} = panel.source;
  const never = Int32Array.from(rows.adoption.keys()).filter((i) => rows.adoption[i] < 0);
  if (2 * never.length < 3 * adopters.length)
    throw new RangeError(
      `${never.length} traders never adopt, ${adopters.length} do; placebos need half as many again as there are adopters: use the jackknife`,
    );
  const random = stream(seed, "staggered placebo");
  const averages: number[] = [];
  for (let tries = 0; averages.length < draws; tries++) {
    if (tries > 20 * draws)
      throw new RangeError("never-adopters are not active in the adopters' windows: use the jackknife");
    const chosen = shuffled(never, random);
    const adoption = new Int32Array(rows.adoption.length).fill(-1);
    adopters.forEach((adopter, j) => {
      adoption[chosen[j]] = adopter.adoption;
    });
    const placebo = adoptionPanel(onlyTraders({...rows, adoption}, never), panelOptions);
    if (placebo.adopters.length > 0) averages.push(staggeredSyntheticControl(placebo, options).att);
  }
  const sorted = Float64Array.from(averages).sort();
  const at = (share: number) => sorted[Math.min(draws - 1, Math.max(0, Math.ceil(share * draws) - 1))];
  const extreme = averages.filter((x) => Math.abs(x) >= Math.abs(att)).length;
  return {
    att,
    interval: [att - at(0.5 + level / 2), att - at(0.5 - level / 2)],
    level,
    p: (1 + extreme) / (draws + 1),
    standardError: Math.sqrt(averages.reduce((sum, x) => sum + x * x, 0) / draws),
    kind: "placebo",
    draws: Float64Array.from(averages),
  };
}

/**
 * Standard error by leaving out one trader at a time, adopter or donor, and fitting anew (Ben-Michael, Feller and Rothstein 2022,
 * section 5): it counts that adopters share donors, and that their effects differ. Student's t with (traders used − 1) degrees of freedom.
 * @throws RangeError for fewer than two adopters, or where one trader is the only donor.
 */
export function staggeredJackknife(
  {adopters, att, options, panel}: StaggeredFit,
  {level = 0.95}: {readonly level?: number} = {},
): StaggeredInference {
  const count = adopters.length;
  if (count < 2) throw new RangeError(`the jackknife needs two or more adopters, found ${count}: use placebos`);
  if (!(level > 0 && level < 1)) throw new RangeError(`invalid level; not in (0, 1): ${level}`);
  const {rows, options: panelOptions} = panel.source;
  const used = [...new Set(adopters.flatMap(({trader, donors}) => [trader, ...donors]))].sort((a, b) => a - b);
  const draws = Float64Array.from(used, (out) => {
    const kept = Int32Array.from(rows.adoption.keys()).filter((i) => i !== out);
    const adoption = rows.adoption.map((day, i) => (i === out ? -1 : day));
    const without = adoptionPanel(onlyTraders({...rows, adoption}, kept), panelOptions);
    return staggeredSyntheticControl(without, options).att;
  });
  const n = draws.length;
  const mean = draws.reduce((sum, x) => sum + x / n, 0);
  const square = draws.reduce((sum, x) => sum + (x - mean) * (x - mean), 0);
  const standardError = Math.sqrt((square * (n - 1)) / n);
  const half = tQuantile(0.5 + level / 2, n - 1) * standardError;
  return {
    att,
    interval: [att - half, att + half],
    level,
    p: standardError > 0 ? tTwoSided(att / standardError, n - 1) : att === 0 ? 1 : 0,
    standardError,
    kind: "jackknife",
    draws,
  };
}

/** The rows of some traders; the others have none, and so no career. */
function onlyTraders({trader, day, outcome, adoption, days}: AdoptionRows, kept: Int32Array): AdoptionRows {
  const keep = new Uint8Array(adoption.length);
  for (const i of kept) keep[i] = 1;
  const at = Int32Array.from(trader.keys()).filter((r) => keep[trader[r]] === 1);
  return {
    trader: at.map((r) => trader[r]),
    day: at.map((r) => day[r]),
    outcome: Float64Array.from(at, (r) => outcome[r]),
    adoption,
    days,
  };
}
