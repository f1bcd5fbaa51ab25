import {stream} from "../../src/lib/numeric/index.ts";
import type {PolicyRows} from "../../src/lib/policy/index.ts";

export interface DeskOptions {
  readonly traders: number;
  readonly days: number;
  readonly seed: number;
  /** Share of rows halved. */
  readonly share?: number;
  /** P&L lost on rows halved, in standard deviations: 0 is a signal that knows nothing. */
  readonly effect?: number;
  /** Autocorrelation of the signal; half of its variance is common to the traders when it is not 0. */
  readonly persistence?: number;
  /** Share of rows that are missing. */
  readonly missing?: number;
}

/**
 * A desk with fat tails (Student's t with 4 degrees of freedom), a common factor, a fifth of days without P&L, and a policy
 * that halves. The expected parts are known only by simulation.
 */
export function simulatedDesk(options: DeskOptions): PolicyRows {
  const {traders, days, seed, share = 0.1, effect = 0, persistence = 0, missing = 0} = options;
  const random = stream(seed, "robustness desk");
  const fat = () => {
    const z = random.normal();
    let square = 0;
    for (let k = 0; k < 4; k++) square += random.normal() ** 2;
    return z / Math.sqrt(square / 4) / Math.SQRT2;
  };
  const walk = () => {
    let x = random.normal();
    return Float64Array.from({length: days}, () => {
      x = persistence * x + Math.sqrt(1 - persistence * persistence) * random.normal();
      return x;
    });
  };
  const market = Float64Array.from({length: days}, fat);
  const common = walk();
  const [trader, day, net, multiplier]: number[][] = [[], [], [], []];
  const cut = share === 0.2 ? 0.8416 : 1.2816; // normal quantiles of 0.8 and 0.9
  for (let i = 0; i < traders; i++) {
    const own = walk();
    for (let t = 0; t < days; t++) {
      const bad = (persistence === 0 ? own[t] : (own[t] + common[t]) / Math.SQRT2) > cut;
      const y = 0.5 * market[t] + fat() + 0.05 - (bad ? effect : 0);
      const traded = random.uniform() >= 0.2;
      if (random.uniform() < missing) continue;
      trader.push(i);
      day.push(t);
      net.push(traded ? y : 0);
      multiplier.push(bad ? 0.5 : 1);
    }
  }
  return {
    trader: Int32Array.from(trader),
    day: Int32Array.from(day),
    net: Float64Array.from(net),
    multiplier: Float64Array.from(multiplier),
  };
}
