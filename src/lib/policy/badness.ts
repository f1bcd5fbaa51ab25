import type {Signal} from "../evaluate/index.ts";

/** Policies act on badness: higher is worse. The value itself for a probability (of a bad outcome), its negative otherwise. */
export function badnessOf(kind: Signal["kind"], value: Float64Array): Float64Array {
  return kind === "probability" ? value : value.map((v) => -v);
}
