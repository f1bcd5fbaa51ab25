import {dot} from "./linalg.ts";

/**
 * Orthonormal basis of the columns' span, in their order; a column whose part off the earlier ones is below 1e-9 of its
 * length is a combination of them and adds nothing. Modified Gram-Schmidt, twice, which keeps the basis orthogonal to
 * working precision (Giraud, Langou and Rozložník 2005).
 */
export function orthonormalBasis(columns: readonly Float64Array[]): Float64Array[] {
  const basis: Float64Array[] = [];
  for (const column of columns) {
    const rest = residual(column, basis);
    takeOff(rest, basis);
    const length = Math.sqrt(dot(rest, rest));
    if (!(length > 1e-9 * Math.sqrt(dot(column, column)))) continue;
    for (let t = 0; t < rest.length; t++) rest[t] /= length;
    basis.push(rest);
  }
  return basis;
}

/** x less its projection on the span of an orthonormal basis. */
export function residual(x: Float64Array, basis: readonly Float64Array[]): Float64Array {
  const rest = x.slice();
  takeOff(rest, basis);
  return rest;
}

/** The same in place: simulations call this thousands of times. */
function takeOff(rest: Float64Array, basis: readonly Float64Array[]): void {
  for (const q of basis) {
    const along = dot(q, rest);
    for (let t = 0; t < rest.length; t++) rest[t] -= along * q[t];
  }
}
