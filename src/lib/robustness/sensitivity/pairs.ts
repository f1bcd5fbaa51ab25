/** Rows matched one to one. */
export interface Pairs {
  readonly treated: Int32Array;
  readonly control: Int32Array;
  /** Treated rows for whom no row of the day was near enough. */
  readonly unmatched: number;
}

/** Largest difference within a pair, in standard deviations of the chance (Austin 2011). */
export const caliper = 0.2;

/**
 * Pairs each treated row with one untreated row of the same day, the nearest in its chance of treatment, each used once, none
 * further than `caliper` standard deviations. Within a day the treated with the highest chance choose first, since fewest are like
 * them; ties go to the earlier row. What happened to all on a day is so taken out.
 */
export function pairWithinDays(treated: Float64Array, chance: Float64Array, day: Int32Array): Pairs {
  const n = treated.length;
  const mean = chance.reduce((sum, v) => sum + v, 0) / n;
  const sd = Math.sqrt(chance.reduce((sum, v) => sum + (v - mean) * (v - mean), 0) / n);
  const days = new Map<number, {treated: number[]; free: number[]}>();
  for (let i = 0; i < n; i++) {
    const own = days.get(day[i]) ?? {treated: [], free: []};
    days.set(day[i], own);
    (treated[i] === 1 ? own.treated : own.free).push(i);
  }
  const pairs: [number, number][] = [];
  let unmatched = 0;
  for (const label of [...days.keys()].sort((a, b) => a - b)) {
    const {treated: limited, free} = days.get(label)!;
    limited.sort((a, b) => chance[b] - chance[a] || a - b);
    for (const i of limited) {
      let [best, least] = [-1, caliper * sd];
      free.forEach((j, k) => {
        const apart = Math.abs(chance[i] - chance[j]);
        if (apart < least || (apart === least && best < 0)) [best, least] = [k, apart];
      });
      if (best < 0) unmatched++;
      else pairs.push([i, free.splice(best, 1)[0]]);
    }
  }
  return {
    treated: Int32Array.from(pairs, ([i]) => i),
    control: Int32Array.from(pairs, ([, j]) => j),
    unmatched,
  };
}
