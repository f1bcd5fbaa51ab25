import type {Desk} from "../../src/lib/ingest/index.ts";
import {stream, table} from "../../src/lib/numeric/index.ts";
import {tradingDays} from "../../src/lib/simulate/trading-days.ts";

/**
 * A desk whose best prediction is known by algebra: each trader's P&L is an AR(1) in its own size,
 * y[t] = φ y[t−1] + √(1 − φ²) · size · ε[t], so that E[y[t] | past] = φ y[t−1] and R² can be φ² at most. The signal reaches a
 * model only through the features, which are built from these rows.
 * @returns the desk, and E[net | past] of each row of `daily`.
 */
export function knownSignalDesk({
  seed,
  traders,
  days,
  phi = 0.5,
}: {
  readonly seed: number;
  readonly traders: number;
  readonly days: number;
  readonly phi?: number;
}): {desk: Desk; expected: Float64Array} {
  const n = traders * days;
  const net = new Float64Array(n);
  const expected = new Float64Array(n);
  for (let i = 0; i < traders; i++) {
    const random = stream(seed, "known signal", i);
    const size = 500 * (1 + (i % 3));
    let last = size * random.normal();
    for (let t = 0; t < days; t++) {
      const r = i * days + t;
      expected[r] = phi * last;
      net[r] = expected[r] + Math.sqrt(1 - phi * phi) * size * random.normal();
      last = net[r];
    }
  }
  return {
    expected,
    desk: {
      origin: {simulated: true, description: "AR(1) traders", files: []},
      accounts: Array.from({length: traders}, (_, i) => `T${String(i + 1).padStart(2, "0")}`),
      days: tradingDays("2020-01-03", days),
      daily: table({
        trader: Int32Array.from({length: n}, (_, r) => Math.floor(r / days)),
        day: Int32Array.from({length: n}, (_, r) => r % days),
        net,
      }),
      ...{predictions: null, interventions: null, market: null, truth: null},
      quality: {files: [], checks: [], abilities: []},
      setAside: table({file: [], line: new Int32Array(0), reason: [], row: []}),
    },
  };
}
