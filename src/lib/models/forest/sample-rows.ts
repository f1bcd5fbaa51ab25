import type {Random} from "../../numeric/index.ts";
import type {ForestSettings} from "./settings.ts";

/** What is drawn for a tree: each row alone, or days with all their rows. */
export interface Units {
  readonly count: number;
  /** Unit of each row. */
  readonly ofRow: Int32Array;
  /** Rows of the largest unit. */
  readonly largest: number;
}

export function unitsOf(days: Int32Array, {drawn}: Pick<ForestSettings, "drawn">): Units {
  if (drawn === "rows") return {count: days.length, ofRow: days.map((_, i) => i), largest: 1};
  const distinct = Int32Array.from(new Set(days)).sort();
  const unit = new Map(Array.from(distinct, (day, k) => [day, k]));
  const ofRow = days.map((day) => unit.get(day)!);
  const sizes = new Int32Array(distinct.length);
  for (const k of ofRow) sizes[k]++;
  return {count: distinct.length, ofRow, largest: Math.max(...sizes)};
}

/** Units drawn for a tree. */
export const unitsDrawn = (units: Units, {sampleShare}: Pick<ForestSettings, "sampleShare">) =>
  Math.max(1, Math.round(sampleShare * units.count));

/**
 * How often each row is drawn for one tree: with replacement for a bagged tree (Breiman 1996), without for an extremely
 * randomised one (Geurts, Ernst and Wehenkel 2006: all rows, where the share is 1).
 */
export function drawRows(
  units: Units,
  settings: Pick<ForestSettings, "kind" | "sampleShare">,
  random: Random,
): Int32Array {
  const {count, ofRow} = units;
  const wanted = unitsDrawn(units, settings);
  const times = new Int32Array(count);
  const draw = wholeNumbers(random, count);
  if (settings.kind === "bagged") for (let k = 0; k < wanted; k++) times[draw()]++;
  else if (wanted === count) times.fill(1);
  else {
    const order = Int32Array.from({length: count}, (_, k) => k);
    for (let k = 0; k < wanted; k++) {
      const other = k + random.integer(count - k); // Fisher and Yates, stopped after `wanted`
      times[order[other]] = 1;
      order[other] = order[k];
    }
  }
  return ofRow.map((unit) => times[unit]);
}

/** Above, x · n would not be exact. */
const mostExact = 2097152; // 2^21

/**
 * Whole numbers from 0 to n − 1, all equally likely: `random.integer`, but several times as quick. Of a 32-bit x, the high
 * word of x · n is the number, and the few x that would favour some numbers are drawn again (Lemire 2019).
 */
function wholeNumbers(random: Random, n: number): () => number {
  if (n > mostExact) return () => random.integer(n);
  const refused = 4294967296 % n;
  return () => {
    for (;;) {
      const product = random.uint32() * n;
      const high = Math.floor(product / 4294967296);
      if (product - high * 4294967296 >= refused) return high;
    }
  };
}
