import {dot} from "../../numeric/index.ts";

/** A panel in which some units are treated from one period on, all from the same. */
export interface SyntheticDidData {
  /** Outcomes of the untreated units, T periods each. */
  readonly controls: readonly Float64Array[];
  /** Outcomes of the treated units, in the same periods. */
  readonly treated: readonly Float64Array[];
  /** T₀: periods 0 … T₀ − 1 are before the treatment. At least 2, below T. */
  readonly prePeriods: number;
}

/** Products that the weights' quadratic programs are made of, computed once for a panel and shared by all draws of a variance. */
export interface SdidMoments {
  readonly prePeriods: number;
  readonly periods: number;
  /** All units, controls first. */
  readonly units: readonly Float64Array[];
  readonly controls: number;
  /** Products of units' pre-period outcomes, N × N: of differences from the unit's own mean, or as they are. */
  unitProducts(centred: boolean): Float64Array;
  /** Per unit: pre-period outcomes, then the mean of the post-period, less the controls' mean of each. T₀ + 1 values. */
  readonly timeRows: readonly Float64Array[];
  /** Σ over the controls of timeRow · timeRowᵀ, (T₀ + 1)². */
  controlProducts(): Float64Array;
  /** Standard deviation of the controls' first differences before the treatment: the unit of the penalties. */
  readonly noise: number;
}

/** @throws RangeError where there is no control, no treated unit, a period too few, or a value that is not finite. */
export function sdidMoments({controls, treated, prePeriods}: SyntheticDidData): SdidMoments {
  check({controls, treated, prePeriods});
  const units = [...controls, ...treated];
  const periods = units[0].length;
  const rows = units.map((y) => {
    let post = 0;
    for (let t = prePeriods; t < periods; t++) post += y[t] / (periods - prePeriods);
    return Float64Array.of(...y.subarray(0, prePeriods), post);
  });
  const means = new Float64Array(prePeriods + 1);
  for (let i = 0; i < controls.length; i++)
    for (let t = 0; t < means.length; t++) means[t] += rows[i][t] / controls.length;
  const timeRows = rows.map((row) => row.map((x, t) => x - means[t]));
  const cached: (Float64Array | undefined)[] = [];
  let products: Float64Array | undefined;
  return {
    prePeriods,
    periods,
    units,
    controls: controls.length,
    timeRows,
    noise: differenceNoise(controls, prePeriods),
    unitProducts(centred) {
      cached[centred ? 1 : 0] ??= productsOf(
        units.map((y) => {
          const pre = y.slice(0, prePeriods);
          const mean = centred ? pre.reduce((sum, x) => sum + x, 0) / prePeriods : 0;
          return pre.map((x) => x - mean);
        }),
      );
      return cached[centred ? 1 : 0]!;
    },
    controlProducts() {
      products ??= sumOfSquares(timeRows, new Float64Array(units.length).fill(1, 0, controls.length));
      return products;
    },
  };
}

function check({controls, treated, prePeriods}: SyntheticDidData): void {
  if (controls.length < 2)
    throw new RangeError(
      `synthetic difference-in-differences needs two or more untreated units, found ${controls.length}`,
    );
  if (treated.length === 0) throw new RangeError("no treated unit; there is no effect to estimate");
  const periods = controls[0].length;
  if (!(Number.isInteger(prePeriods) && prePeriods >= 2 && prePeriods < periods))
    throw new RangeError(
      `invalid prePeriods; not in 2 … ${periods - 1}: ${prePeriods}. ` +
        "Two periods before the treatment and one after are the least",
    );
  [...controls, ...treated].forEach((y, i) => {
    const whose = i < controls.length ? `control ${i}` : `treated unit ${i - controls.length}`;
    if (y.length !== periods) throw new RangeError(`${whose} has ${y.length} periods; control 0 has ${periods}`);
    const bad = y.findIndex((x) => !Number.isFinite(x));
    if (bad >= 0)
      throw new RangeError(`period ${bad} of ${whose} is ${y[bad]}; fill it or leave the period or the unit out`);
  });
}

function differenceNoise(controls: readonly Float64Array[], prePeriods: number): number {
  let [count, mean] = [0, 0];
  for (const y of controls)
    for (let t = 1; t < prePeriods; t++) {
      mean += y[t] - y[t - 1];
      count++;
    }
  mean /= count;
  let square = 0;
  for (const y of controls)
    for (let t = 1; t < prePeriods; t++) square += (y[t] - y[t - 1] - mean) * (y[t] - y[t - 1] - mean);
  return Math.sqrt(square / (count - 1));
}

function productsOf(rows: readonly Float64Array[]): Float64Array {
  const n = rows.length;
  const products = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) products[i * n + j] = products[j * n + i] = dot(rows[i], rows[j]);
  return products;
}

/** Σ count · row · rowᵀ over rows with a count that is not zero. */
export function sumOfSquares(rows: readonly Float64Array[], counts: Float64Array): Float64Array {
  const size = rows[0].length;
  const sum = new Float64Array(size * size);
  for (let i = 0; i < rows.length; i++) if (counts[i] !== 0) addSquare(sum, rows[i], counts[i]);
  return mirrored(sum, size);
}

/** Adds weight · row · rowᵀ to the lower triangle. */
export function addSquare(sum: Float64Array, row: Float64Array, weight: number): void {
  const size = row.length;
  for (let s = 0; s < size; s++) {
    const factor = weight * row[s];
    const at = s * size;
    for (let t = 0; t <= s; t++) sum[at + t] += factor * row[t];
  }
}

/** Copies the lower triangle to the upper. */
export function mirrored(sum: Float64Array, size: number): Float64Array {
  for (let s = 0; s < size; s++) for (let t = 0; t < s; t++) sum[t * size + s] = sum[s * size + t];
  return sum;
}
