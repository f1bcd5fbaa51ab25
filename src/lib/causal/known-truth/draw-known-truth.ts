import {caseName, knownTruthCases} from "./all-cases.ts";
import type {KnownTruthDraw} from "./coverage.ts";

/** The module that exports `drawKnownTruth`, for a worker to load. */
export const drawKnownTruthModule = new URL("./draw-known-truth.ts", import.meta.url);

/** What some seeds of a case give, as plain JSON. @throws RangeError for a name that no case has. */
export function drawKnownTruth({
  name,
  seeds,
}: {
  readonly name: string;
  readonly seeds: readonly number[];
}): KnownTruthDraw[] {
  const one = knownTruthCases().find((known) => caseName(known) === name);
  if (one === undefined) throw new RangeError(`invalid case; there is none named "${name}"`);
  return seeds.map((seed) => {
    const {truth, estimate, standardError, lower, upper, held} = one.run(seed);
    const plain = {
      truth: Array.from(truth),
      estimate: Array.from(estimate),
      standardError: Array.from(standardError),
      lower: Array.from(lower),
      upper: Array.from(upper),
    };
    return held === undefined ? plain : {...plain, held};
  });
}
