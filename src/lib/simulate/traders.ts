import {stream} from "../numeric/index.ts";

/** What drives a simulated trader. P&L is in units of `scale` unless said otherwise. */
export interface TraderTraits {
  /** "D01", "D02" …: a code, never a name. */
  readonly account: string;
  /**
   * "tilt": bad days follow bad days, so that trading less after losses helps. "recovery": the opposite, so that it
   * harms. "noise": yesterday says nothing.
   */
  readonly temper: "tilt" | "recovery" | "noise";
  /** Change of the expected P&L per unit of the mean P&L of the last three rows. */
  readonly memory: number;
  /** Standard deviation of a calm day's own noise, US dollars. */
  readonly scale: number;
  /** Expected P&L of a day with nothing to remember. */
  readonly drift: number;
  /** P&L per market move of one calm standard deviation. */
  readonly beta: number;
  /** Probability of trading on a day. */
  readonly activity: number;
  readonly tradesPerDay: number;
  /** First day on the desk and the day after the last. */
  readonly from: number;
  readonly until: number;
}

const TEMPERS = {
  tilt: {count: 11, memory: 0.55},
  recovery: {count: 4, memory: -0.3},
  noise: {count: 5, memory: 0},
} as const;

/** The demo desk's traders: 11 who tilt, 4 who recover, 5 without memory, shuffled; two join late and one leaves early. */
export function drawTraders(seed: number, days: number): TraderTraits[] {
  const random = stream(seed, "simulate", "traders");
  const tempers = (["tilt", "recovery", "noise"] as const).flatMap((t) => Array<typeof t>(TEMPERS[t].count).fill(t));
  for (let i = tempers.length - 1; i > 0; i--) {
    const j = random.integer(i + 1);
    [tempers[i], tempers[j]] = [tempers[j], tempers[i]];
  }
  const order = tempers.map((_, i) => i);
  for (let i = 0; i < 3; i++) {
    const j = i + random.integer(order.length - i);
    [order[i], order[j]] = [order[j], order[i]];
  }
  const [late, later, leaver] = order;
  return tempers.map((temper, i) => ({
    account: `D${String(i + 1).padStart(2, "0")}`,
    temper,
    memory: TEMPERS[temper].memory * (0.8 + 0.4 * random.uniform()),
    scale: Math.round(400 * Math.exp(1.3 * random.uniform())),
    drift: -0.02 + 0.08 * random.uniform(),
    beta: -0.1 + 0.5 * random.uniform(),
    activity: 0.88 + 0.11 * random.uniform(),
    tradesPerDay: 8 + random.integer(40),
    from: i === late ? Math.floor(days * 0.2) : i === later ? Math.floor(days * 0.35) : 0,
    until: i === leaver ? Math.floor(days * 0.8) : days,
  }));
}
