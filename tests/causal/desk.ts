import type {Table} from "../../src/lib/numeric/index.ts";
import {stream, table} from "../../src/lib/numeric/index.ts";

export interface TreatedDesk {
  readonly panel: Table;
  readonly interventions: Table;
}

export interface TreatedDeskOptions {
  readonly traders: number;
  readonly days: number;
  readonly seed: number;
  readonly effect: number;
}

/**
 * A desk whose cuts have a known effect. A feature moves both being cut and P&L (so that comparing means is wrong), each
 * trader has its own level of both, and a shock common to the traders moves each day.
 */
export function treatedDesk({traders, days, seed, effect}: TreatedDeskOptions): TreatedDesk {
  const random = stream(seed, "treated desk");
  const n = traders * days;
  const int = (f: (i: number) => number) => Int32Array.from({length: n}, (_, i) => f(i));
  const trader = int((i) => Math.floor(i / days));
  const day = int((i) => i % days);
  const level = Float64Array.from({length: traders}, () => random.normal());
  const shock = Float64Array.from({length: days}, () => random.normal());
  const x1 = Float64Array.from({length: n}, () => random.normal());
  const x2 = Float64Array.from({length: n}, () => random.normal());
  const multiplier = new Float64Array(n).fill(1);
  const net = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const propensity = 1 / (1 + Math.exp(1.5 - 0.8 * x1[i] - 0.5 * level[trader[i]]));
    const cut = random.uniform() < propensity;
    if (cut) multiplier[i] = 0.5;
    const noise = 20 * random.normal() + 10 * shock[day[i]];
    net[i] = -15 * x1[i] + 5 * x2[i] - 10 * level[trader[i]] + noise + (cut ? effect : 0);
  }
  const treated = Array.from(multiplier.keys()).filter((i) => multiplier[i] !== 1);
  return {
    panel: table({trader, day, net, x1, x2}),
    interventions: table({
      trader: Int32Array.from(treated, (i) => trader[i]),
      day: Int32Array.from(treated, (i) => day[i]),
      multiplier: Float64Array.from(treated, (i) => multiplier[i]),
    }),
  };
}
