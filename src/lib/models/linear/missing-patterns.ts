/** Which values of some columns are missing, each pattern once: columns often miss the same rows. */
export interface MissingPatterns {
  /** 1 where a value is missing. */
  readonly masks: readonly Float64Array[];
  /** Index of each column's mask; −1: nothing is missing. */
  readonly of: Int32Array;
}

export function missingPatterns(columns: readonly Float64Array[]): MissingPatterns {
  const masks: Float64Array[] = [];
  const byHash = new Map<number, number[]>();
  const of = Int32Array.from(columns, (column) => {
    let hash = 0;
    let missing = false;
    for (let i = 0; i < column.length; i++)
      if (Number.isNaN(column[i])) {
        hash = (Math.imul(hash ^ i, 0x01000193) + 1) | 0;
        missing = true;
      }
    if (!missing) return -1;
    const alike = byHash.get(hash) ?? [];
    const known = alike.find((k) => isMask(masks[k], column));
    if (known !== undefined) return known;
    alike.push(masks.length);
    byHash.set(hash, alike);
    return masks.push(column.map((v) => (Number.isNaN(v) ? 1 : 0))) - 1;
  });
  return {masks, of};
}

/** A loop: `every` calls a function a value. */
function isMask(mask: Float64Array, column: Float64Array): boolean {
  for (let i = 0; i < mask.length; i++) if ((mask[i] === 1) !== Number.isNaN(column[i])) return false;
  return true;
}
