import type {Random} from "../../numeric/index.ts";

/** Weights of mean 0 and variance 1: ±1 (Rademacher); Webb's six points, for fewer than about twelve clusters (Webb 2014); standard normal. */
export type WeightKind = "rademacher" | "webb" | "normal";

const webb = [-Math.sqrt(1.5), -1, -Math.sqrt(0.5), Math.sqrt(0.5), 1, Math.sqrt(1.5)];

/** Draws one weight. */
export function weightOf(kind: WeightKind, random: Random): number {
  if (kind === "rademacher") return random.integer(2) === 0 ? -1 : 1;
  return kind === "webb" ? webb[random.integer(6)] : random.normal();
}
