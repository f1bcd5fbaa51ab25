import type {DiscontinuitySample, Side} from "./types.ts";

/** Distinct scores that a side needs at the least: a local cubic is fitted for the bandwidth, and neighbours are compared. */
const fewestDistinct = 8;

/**
 * Splits rows at the cutoff and sorts each side by score (ties in the order of the rows).
 * @throws RangeError for lengths that disagree, values not finite, or a side with too few rows or distinct scores.
 */
export function splitAtCutoff(sample: DiscontinuitySample): readonly [Side, Side] {
  const {outcome, score, cutoff, treatment, cluster} = sample;
  if (!Number.isFinite(cutoff)) throw new RangeError(`invalid cutoff; not a finite number: ${cutoff}`);
  for (const [name, column] of Object.entries({outcome, treatment, cluster}))
    if (column !== undefined && column.length !== score.length)
      throw new RangeError(`invalid ${name}; ${column.length} values for ${score.length} scores`);
  for (const [name, column] of Object.entries({outcome, score, treatment})) {
    const bad = column?.findIndex((x) => !Number.isFinite(x)) ?? -1;
    if (bad >= 0) throw new RangeError(`${name} of row ${bad} is ${column?.[bad]}; leave the row out or fill it`);
  }
  const order = Array.from(score.keys()).sort((a, b) => score[a] - score[b] || a - b);
  const side = (right: boolean): Side => {
    const rows = order.filter((i) => score[i] >= cutoff === right);
    const x = Float64Array.from(rows, (i) => score[i] - cutoff);
    const distinct = Float64Array.from(new Set(x.map(Math.abs))).sort();
    if (distinct.length < fewestDistinct)
      throw new RangeError(
        `too little ${right ? "at or above" : "below"} the cutoff ${cutoff}: ${rows.length} rows with ${distinct.length} distinct ` +
          `scores, ${fewestDistinct} are the least; ` +
          (rows.length >= fewestDistinct
            ? "the score takes too few values for a local line: compare the two values next to the cutoff instead"
            : "check the cutoff, or collect more"),
      );
    return {
      right,
      x,
      y: Float64Array.from(rows, (i) => outcome[i]),
      treatment: treatment === undefined ? null : Float64Array.from(rows, (i) => treatment[i]),
      cluster: cluster === undefined ? null : Int32Array.from(rows, (i) => cluster[i]),
      distinct,
    };
  };
  return [side(false), side(true)];
}
