import {stream} from "../../src/lib/numeric/index.ts";
import type {PolicyRows} from "../../src/lib/policy/index.ts";

export const [TRADERS, DAYS] = [500, 1000];

/**
 * Half a million rows of a large desk: P&L with a factor that traders share, and a policy that halves a tenth of the rows ("cuts"),
 * or sets another size on every row ("sizes").
 */
export function deskRows(policy: "cuts" | "sizes"): PolicyRows {
  const random = stream(1, "bench", "desk rows");
  const n = TRADERS * DAYS;
  const shock = Float64Array.from({length: DAYS}, () => random.normal());
  const trader = Int32Array.from({length: n}, (_, i) => Math.floor(i / DAYS));
  const day = Int32Array.from({length: n}, (_, i) => i % DAYS);
  const net = Float64Array.from(day, (t) => 1000 * (random.normal() + 0.5 * shock[t]));
  const multiplier = net.map(() => (policy === "sizes" ? 1.5 * random.uniform() : random.uniform() < 0.1 ? 0.5 : 1));
  return {trader, day, net, multiplier};
}

/** Seconds that the fastest of some runs took: what the code costs, other programs on the machine apart. */
export async function fastest(runs: number, job: () => unknown): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let k = 0; k < runs; k++) {
    const begin = performance.now();
    await job();
    best = Math.min(best, (performance.now() - begin) / 1000);
  }
  return best;
}
