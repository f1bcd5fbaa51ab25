import type {Random} from "../../numeric/index.ts";
import type {Hyperparameter, NumberParameter, Settings} from "../hyperparameters.ts";
import {resolveSettings} from "../hyperparameters.ts";

/** A draw that was there before is repeated this often; then the space is taken to be used up. */
const redraws = 100;

/**
 * Settings to try, all different: first what is given and no more, which leaves the learner its defaults (and what it
 * chooses itself), so that tuning can always come back to them; then draws from the declared search space (Bergstra and
 * Bengio 2012): numbers uniform on their scale, choices with equal chance.
 *
 * @param count at least 1.
 * @param fixed settings that are given, and so not drawn.
 * @returns `count` settings, of what is fixed and what is drawn; fewer where the space has no more (at least the first).
 * @throws RangeError for a fixed setting that is not there or out of range, or a search range that is not in the range.
 */
export function drawSettings(
  learner: string,
  parameters: readonly Hyperparameter[],
  count: number,
  random: Random,
  fixed: Settings = {},
): Settings[] {
  const keyOf = (settings: Settings) => JSON.stringify(resolveSettings(learner, parameters, settings));
  const seen = new Set([keyOf(fixed)]);
  const drawn = [fixed];
  const free = parameters.filter((p) => p.search !== undefined && fixed[p.name] === undefined);
  if (free.length === 0) return drawn;
  for (let repeated = 0; drawn.length < count && repeated < redraws; ) {
    const settings = {...fixed, ...Object.fromEntries(free.map((p) => [p.name, draw(p, random)]))};
    const key = keyOf(settings);
    if (seen.has(key)) {
      repeated++;
      continue;
    }
    repeated = 0;
    seen.add(key);
    drawn.push(settings);
  }
  return drawn;
}

function draw(p: Hyperparameter, random: Random): number | string {
  if (p.kind === "choice") {
    const options = p.search ?? p.options;
    return options[random.integer(options.length)];
  }
  if (p.kind === "text") return p.default;
  const {low, high, scale} = p.search!;
  if (!(low <= high && (scale === "linear" || low > 0)))
    throw new RangeError(
      `invalid search range of ${p.name}; not ${scale === "log" ? "0 < low" : "low"} <= high: ${low} to ${high}`,
    );
  return scale === "log" ? logarithmic(p, low, high, random.uniform()) : linear(p, low, high, random.uniform());
}

/** Whole numbers are the floor of a draw from [low, high + 1), so that `high` is as likely as its neighbours. */
function linear(p: NumberParameter, low: number, high: number, u: number): number {
  return p.kind === "integer" ? Math.min(high, Math.floor(low + u * (high + 1 - low))) : low + u * (high - low);
}

function logarithmic(p: NumberParameter, low: number, high: number, u: number): number {
  const top = p.kind === "integer" ? high + 1 : high;
  const value = Math.exp(Math.log(low) + u * (Math.log(top) - Math.log(low)));
  return Math.max(low, Math.min(high, p.kind === "integer" ? Math.floor(value) : value));
}
