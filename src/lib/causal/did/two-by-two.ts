import type {DidEffect} from "./types.ts";

/**
 * Two-by-two difference-in-differences: the treated units' mean change from before to after, less the controls', from
 * equal weights on all periods of each side. One influence value a unit, treated first: `inference(fit, {cluster: ["unit"]})`
 * allows any dependence within a unit (Bertrand, Duflo and Mullainathan 2004).
 * @throws RangeError for fewer than two units on a side (no spread to make a standard error of), or values not finite.
 */
export function twoByTwo({
  treated,
  controls,
  prePeriods,
}: {
  readonly treated: readonly Float64Array[];
  readonly controls: readonly Float64Array[];
  readonly prePeriods: number;
}): DidEffect {
  if (treated.length === 0 || controls.length === 0)
    throw new RangeError(
      `a difference-in-differences needs both sides; found ${treated.length} treated, ${controls.length} controls`,
    );
  const units = [...treated, ...controls];
  const changes = Float64Array.from(units, (y, i) => {
    if (!(prePeriods >= 1 && prePeriods < y.length))
      throw new RangeError(`invalid prePeriods; not in 1 … ${y.length - 1}, the periods of unit ${i}: ${prePeriods}`);
    let [before, after] = [0, 0];
    for (let t = 0; t < y.length; t++)
      if (t < prePeriods) before += y[t] / prePeriods;
      else after += y[t] / (y.length - prePeriods);
    if (!Number.isFinite(after - before))
      throw new RangeError(`unit ${i} has a value that is not a finite number; fill it or leave the unit out`);
    return after - before;
  });
  const n = units.length;
  const mean = (from: number, to: number) => changes.subarray(from, to).reduce((sum, x) => sum + x / (to - from), 0);
  const [own, others] = [mean(0, treated.length), mean(treated.length, n)];
  return {
    theta: own - others,
    influence: changes.map((x, i) =>
      i < treated.length ? ((x - own) * n) / treated.length : (-(x - others) * n) / controls.length,
    ),
    labels: {unit: Int32Array.from(units, (_, i) => i)},
  };
}
