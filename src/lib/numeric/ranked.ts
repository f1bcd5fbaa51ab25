/** Mid-ranks of the finite values less their mean; 0, the median rank, for the others. Sums to 0. */
export function ranked(column: Float64Array): Float64Array {
  const order = Array.from(column.keys()).filter((i) => Number.isFinite(column[i]));
  order.sort((a, b) => column[a] - column[b] || a - b);
  const ranks = new Float64Array(column.length);
  const middle = (order.length - 1) / 2;
  for (let i = 0; i < order.length; ) {
    let end = i + 1;
    while (end < order.length && column[order[end]] === column[order[i]]) end++;
    for (let k = i; k < end; k++) ranks[order[k]] = (i + end - 1) / 2 - middle;
    i = end;
  }
  return ranks;
}

/** Spearman's rank correlation over the rows where both are finite; NaN with fewer than three, or where one is constant. */
export function spearman(x: Float64Array, y: Float64Array): number {
  const rows: number[] = [];
  for (let i = 0; i < x.length; i++) if (Number.isFinite(x[i]) && Number.isFinite(y[i])) rows.push(i);
  if (rows.length < 3) return Number.NaN;
  const [a, b] = [x, y].map((column) => ranked(Float64Array.from(rows, (i) => column[i])));
  let [xx, yy, xy] = [0, 0, 0];
  for (let i = 0; i < rows.length; i++) {
    xx += a[i] * a[i];
    yy += b[i] * b[i];
    xy += a[i] * b[i];
  }
  return xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : Number.NaN;
}
