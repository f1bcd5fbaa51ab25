import {fitCuts} from "../trees/bins-cuts.ts";
import {largestFloat} from "../trees/bins-keys.ts";

/**
 * Borders of a feature's training values, 32-bit floats: between every two distinct values where these are few, else so that
 * about as many rows lie between any two (see `fitCuts`). value > border parts the values on its two sides; a border is just
 * below the middle between them: see `roundBorders`.
 *
 * Where values are missing, the first border is the lowest 32-bit float, which is above none and below all: it parts missing
 * values from the others (CatBoost's nan_mode Min). A feature of one value, or with none, has no border.
 */
export function quantileBorders(column: Float64Array, most: number): Float32Array {
  const missing = hasMissing(column) ? 1 : 0;
  const {cuts, bins} = fitCuts(column, {bins: most - missing + 1});
  if (bins === 0) return new Float32Array(0); // nothing but missing values
  const borders = Float32Array.from(cuts, floatBefore);
  return missing === 1 ? Float32Array.of(-largestFloat, ...borders) : borders;
}

/**
 * Borders moved up to the middle between the values that they part (0.5, not 0.49999997) where no value of the column is that
 * very middle: every value stays on its side.
 */
export function roundBorders(borders: Float32Array, column: Float64Array): Float32Array {
  return borders.map((border) => {
    const middle = floatAfter(border);
    return border === -largestFloat || hasFloat(column, middle) ? border : middle;
  });
}

export function hasMissing(column: Float64Array): boolean {
  for (let i = 0; i < column.length; i++) if (Number.isNaN(column[i])) return true;
  return false;
}

function hasFloat(column: Float64Array, value: number): boolean {
  for (let i = 0; i < column.length; i++) if (Math.fround(column[i]) === value) return true;
  return false;
}

const word = new DataView(new ArrayBuffer(4));

/** The greatest 32-bit float below a finite one. */
export function floatBefore(value: number): number {
  return -floatAfter(-value);
}

/** The least 32-bit float above a finite one. */
export function floatAfter(value: number): number {
  if (value === 0) return 1.401298464324817e-45;
  word.setFloat32(0, value);
  word.setUint32(0, word.getUint32(0) + (value > 0 ? 1 : -1));
  return word.getFloat32(0);
}
