/** (value − mean) / sd of each value, `fill` in place of what is missing. */
export function standardised(column: Float64Array, fill: number, mean: number, sd: number): Float64Array {
  const z = new Float64Array(column.length);
  for (let i = 0; i < z.length; i++) {
    const v = column[i];
    z[i] = ((Number.isNaN(v) ? fill : v) - mean) / sd;
  }
  return z;
}

/** Adds Σ factors[j] · columns[j] to `into`: four columns at a time, so that what is added to is read and written less. */
export function addColumns(columns: readonly Float64Array[], factors: Float64Array, into: Float64Array): void {
  const n = into.length;
  let j = 0;
  for (; j + 4 <= columns.length; j += 4) {
    const [a, b, c, d] = [columns[j], columns[j + 1], columns[j + 2], columns[j + 3]];
    const [fa, fb, fc, fd] = [factors[j], factors[j + 1], factors[j + 2], factors[j + 3]];
    for (let i = 0; i < n; i++) into[i] += fa * a[i] + fb * b[i] + (fc * c[i] + fd * d[i]);
  }
  for (; j < columns.length; j++) {
    const [a, fa] = [columns[j], factors[j]];
    for (let i = 0; i < n; i++) into[i] += fa * a[i];
  }
}

/** Σᵢ columns[j][i] · v[i] of each column, in the order of the rows: four sums side by side, which do not wait for each other. */
export function dotColumns(columns: readonly Float64Array[], v: Float64Array, into: Float64Array): void {
  const n = v.length;
  let j = 0;
  for (; j + 4 <= columns.length; j += 4) {
    const [a, b, c, d] = [columns[j], columns[j + 1], columns[j + 2], columns[j + 3]];
    let [sa, sb, sc, sd] = [0, 0, 0, 0];
    for (let i = 0; i < n; i++) {
      const u = v[i];
      sa += a[i] * u;
      sb += b[i] * u;
      sc += c[i] * u;
      sd += d[i] * u;
    }
    into[j] = sa;
    into[j + 1] = sb;
    into[j + 2] = sc;
    into[j + 3] = sd;
  }
  for (; j < columns.length; j++) {
    const a = columns[j];
    let sum = 0;
    for (let i = 0; i < n; i++) sum += a[i] * v[i];
    into[j] = sum;
  }
}
