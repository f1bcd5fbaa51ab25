/**
 * Mean over the training rows of each group, missing values apart; of all groups where a group has none, 0 where none has any.
 * @param group numbers 0 … `count` − 1, one a row.
 */
export function trainingMeans(
  values: Float64Array,
  {of: group, count}: {readonly of: Int32Array; readonly count: number},
  train: Int32Array,
): Float64Array {
  const sums = new Float64Array(count);
  const rows = new Int32Array(count);
  let [sum, n] = [0, 0];
  for (let k = 0; k < train.length; k++) {
    const i = train[k];
    const value = values[i];
    if (Number.isNaN(value)) continue;
    sums[group[i]] += value;
    rows[group[i]]++;
    sum += value;
    n++;
  }
  const all = n === 0 ? 0 : sum / n;
  return sums.map((own, g) => (rows[g] === 0 ? all : own / rows[g]));
}

/** The values at `rows`, less the level of their group. */
export function lessLevels(
  values: Float64Array,
  levels: Float64Array,
  group: Int32Array,
  rows: Int32Array,
): Float64Array {
  const out = new Float64Array(rows.length);
  for (let k = 0; k < rows.length; k++) out[k] = values[rows[k]] - levels[group[rows[k]]];
  return out;
}
