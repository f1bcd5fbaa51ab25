/**
 * Cholesky factor L of a symmetric positive definite matrix that grows and shrinks by one row and column at a time, as an
 * active-set method asks: O(p²) a change instead of O(p³) (Golub and Van Loan 2013, section 6.5.4).
 */
export interface GrowingCholesky {
  /** Rows of the matrix factored now. */
  readonly size: number;
  /**
   * Appends a row: its products with the rows there are, and its own diagonal value.
   * @returns false, with nothing changed, when the row depends on the others to working precision.
   */
  append(row: Float64Array, diagonal: number): boolean;
  /** Removes row and column k; those after it move up. */
  remove(k: number): void;
  /** Back to no rows. */
  clear(): void;
  /** Solves L Lᵀ x = b in place, b of `size` values (longer arrays keep their tail). */
  solve(b: Float64Array): void;
}

/** A pivot below this share of the diagonal is rounding, not a direction of its own. */
const dependent = 1e-13;

/** @param capacity the most rows that it will hold. */
export function growingCholesky(capacity: number): GrowingCholesky {
  const l = new Float64Array((capacity * (capacity + 1)) / 2); // rows one after the other
  const start = Int32Array.from({length: capacity + 1}, (_, i) => (i * (i + 1)) / 2);
  let size = 0;
  return {
    get size() {
      return size;
    },
    append(row, diagonal) {
      const at = start[size];
      let pivot = diagonal;
      for (let i = 0; i < size; i++) {
        let sum = row[i];
        const si = start[i];
        for (let k = 0; k < i; k++) sum -= l[si + k] * l[at + k];
        const value = sum / l[si + i];
        l[at + i] = value;
        pivot -= value * value;
      }
      if (!(pivot > dependent * diagonal)) return false;
      l[at + size] = Math.sqrt(pivot);
      size++;
      return true;
    },
    remove(k) {
      // Row i + 1 moves to i and has one value too many, to the right of the diagonal: rotations of columns put it to zero.
      const row = new Float64Array(size);
      const [cosines, sines] = [new Float64Array(size), new Float64Array(size)];
      for (let i = k; i + 1 < size; i++) {
        for (let j = 0; j <= i + 1; j++) row[j] = l[start[i + 1] + j];
        for (let j = k; j < i; j++) {
          const a = row[j];
          row[j] = cosines[j] * a + sines[j] * row[j + 1];
          row[j + 1] = cosines[j] * row[j + 1] - sines[j] * a;
        }
        const radius = Math.hypot(row[i], row[i + 1]);
        cosines[i] = row[i] / radius;
        sines[i] = row[i + 1] / radius;
        row[i] = radius;
        for (let j = 0; j <= i; j++) l[start[i] + j] = row[j];
      }
      size--;
    },
    clear() {
      size = 0;
    },
    solve(b) {
      for (let i = 0; i < size; i++) {
        let sum = b[i];
        const si = start[i];
        for (let k = 0; k < i; k++) sum -= l[si + k] * b[k];
        b[i] = sum / l[si + i];
      }
      for (let i = size - 1; i >= 0; i--) {
        const si = start[i];
        const x = b[i] / l[si + i];
        b[i] = x;
        for (let k = 0; k < i; k++) b[k] -= l[si + k] * x;
      }
    },
  };
}
