import type {Random} from "./random.ts";

/** The values in a random order, all orders equally likely (Fisher and Yates); the given array stays as it is. */
export function shuffled<T extends Float64Array | Int32Array | Uint8Array>(values: T, random: Random): T {
  const out = values.slice() as T;
  for (let k = out.length - 1; k > 0; k--) {
    const other = random.integer(k + 1);
    const held = out[k];
    out[k] = out[other];
    out[other] = held;
  }
  return out;
}
