/** Whole-number sums of gradients and hessians, and what one unit of each is worth. */
export interface Sums {
  readonly sumG: number;
  readonly sumH: number;
  /** λ in units of the hessian. */
  readonly lambda: number;
  /** Powers of two: multiplying a whole-number sum by them loses nothing. */
  readonly unitG: number;
  readonly unitH: number;
}

/**
 * Writes gradients and hessians as whole numbers of units so small that their absolute values add up to 2^51 or so: to
 * within 2^-51 of the total, each is what it was. Every sum of them is then exact in a 64-bit float. So a histogram does
 * not depend on the order of rows or on how many lanes add it up, a sibling's histogram is exactly the parent's less the
 * other's, and an empty bin is exactly 0.
 *
 * @param rows rows to write. @param to pairs, two entries a row.
 * @param hessian null: all 1.
 * @param penalty λ, which is added to sums of hessians and so must fit beside them.
 * @throws RangeError where a gradient or hessian is not finite, or a hessian is negative: a custom objective's fault.
 */
export function quantise(
  gradient: Float64Array,
  hessian: Float64Array | null,
  rows: Int32Array,
  to: Float64Array,
  penalty: number,
): Sums {
  const n = rows.length;
  let [totalG, totalH] = [0, 0];
  for (let k = 0; k < n; k++) totalG += Math.abs(gradient[rows[k]]);
  if (hessian === null) totalH = n;
  else for (let k = 0; k < n; k++) totalH += Math.abs(hessian[rows[k]]);
  if (!(totalG < Number.POSITIVE_INFINITY && totalH < Number.POSITIVE_INFINITY)) refuse(gradient, hessian, rows);
  const [unitG, unitH] = [unitOf(totalG), unitOf(totalH + 2 * penalty)];
  const [scaleG, scaleH] = [1 / unitG, 1 / unitH];
  let [sumG, sumH] = [0, 0];
  for (let k = 0; k < n; k++) {
    const i = rows[k];
    const g = Math.round(gradient[i] * scaleG);
    const h = hessian === null ? scaleH : Math.round(hessian[i] * scaleH);
    if (h < 0) refuse(gradient, hessian, rows);
    to[2 * i] = g;
    to[2 * i + 1] = h;
    sumG += g;
    sumH += h;
  }
  return {sumG, sumH, unitG, unitH, lambda: Math.round(penalty * scaleH)};
}

const word = new DataView(new ArrayBuffer(8));

/** The power of two u with total / u from 2^50 to 2^51; bounded, so that neither it nor its inverse leaves the range. */
function unitOf(total: number): number {
  word.setFloat64(0, total);
  const exponent = (word.getUint16(0) >> 4) & 0x7ff; // of 2, plus 1023
  word.setFloat64(0, 0);
  word.setUint16(0, Math.max(100, exponent - 50) << 4);
  return word.getFloat64(0);
}

function refuse(gradient: Float64Array, hessian: Float64Array | null, rows: Int32Array): never {
  for (const i of rows) {
    if (!Number.isFinite(gradient[i])) throw new RangeError(`invalid gradient; not finite in row ${i}: ${gradient[i]}`);
    const h = hessian?.[i] ?? 1;
    if (!(h >= 0 && h < Number.POSITIVE_INFINITY))
      throw new RangeError(`invalid hessian; not finite and ≥ 0 in row ${i}: ${h}`);
  }
  throw new RangeError("invalid gradients; their sum is not finite: bring the target to a smaller scale");
}
