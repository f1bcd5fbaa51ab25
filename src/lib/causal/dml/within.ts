/** Mean over the training rows of a row's group, missing values apart; of all groups where its own has none. */
export function trainingMeans(values: Float64Array, group: Int32Array, train: Int32Array): (row: number) => number {
  const groups = new Map<number, {sum: number; n: number}>();
  const all = {sum: 0, n: 0};
  for (const i of train) {
    if (Number.isNaN(values[i])) continue;
    const own = groups.get(group[i]) ?? {sum: 0, n: 0};
    groups.set(group[i], own);
    for (const entry of [own, all]) {
      entry.sum += values[i];
      entry.n++;
    }
  }
  return (row) => {
    const {sum, n} = groups.get(group[row]) ?? all;
    return n === 0 ? 0 : sum / n;
  };
}
