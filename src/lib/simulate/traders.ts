import {stream} from "../numeric/index.ts";
import {clamp, shuffle} from "./draws.ts";
import type {Scenario, Temper} from "./scenario.ts";

export type Style = "momentum" | "reversal" | "scalping";

/** What drives a simulated trader. P&L is in units of `scale` unless said otherwise. */
export interface TraderTraits {
  /** "D01", "D02" …: a code, never a name. */
  readonly account: string;
  readonly temper: Temper;
  readonly style: Style;
  /** Risk budget: standard deviation of a calm day's own noise, US dollars. */
  readonly scale: number;
  /** Expected P&L of a day with nothing to remember, and how far skill drifts around it (a slow AR(1)). */
  readonly drift: number;
  readonly skillSpread: number;
  /** Change of the expected P&L per unit of the mean P&L of the last three rows. */
  readonly form: number;
  /** After losses (per unit of that mean): size and frequency go up, skill goes down. */
  readonly tiltSize: number;
  readonly tiltFrequency: number;
  readonly tiltCost: number;
  /** After wins: size goes up and a little skill down (Gervais and Odean 2001). */
  readonly overconfidence: number;
  readonly overconfidenceCost: number;
  /** Expected P&L lost on the day after one with twice the usual number of trades. */
  readonly fatigue: number;
  /** Mean holding time of losers over that of winners (Odean 1998); 1: no disposition effect. */
  readonly disposition: number;
  /** P&L per market move of one calm standard deviation: always, and with the market's last five days behind it. */
  readonly beta: number;
  readonly trendExposure: number;
  /** Probability of trading, and expected P&L, Monday to Friday. */
  readonly activity: readonly number[];
  readonly weekdayEdge: readonly number[];
  readonly tradesPerDay: number;
  /** Mean holding time, seconds. */
  readonly holding: number;
  /** −1 trades in the afternoon, 1 in the morning. */
  readonly morning: number;
  /** Symbols traded, by index: the first most of the time. */
  readonly symbols: readonly [number, number];
  /** What a limit adds to a day; see Scenario.limit. */
  readonly care: number;
  /** P(limit | recommended). */
  readonly compliance: number;
  /** First day under the desk's policy; Infinity: never. */
  readonly adoption: number;
  /** First day on the desk and the day after the last. */
  readonly from: number;
  readonly until: number;
}

const TEMPER: Readonly<Record<Temper, {form: number; tiltSize: number; tiltFrequency: number; tiltCost: number}>> = {
  tilt: {form: 0.36, tiltSize: 0.25, tiltFrequency: 0.35, tiltCost: 0.14},
  recovery: {form: -0.32, tiltSize: 0.05, tiltFrequency: 0.05, tiltCost: 0},
  steady: {form: 0, tiltSize: 0.05, tiltFrequency: 0.1, tiltCost: 0},
};
const STYLE: Readonly<Record<Style, {trend: number; trades: number; holding: number; disposition: number}>> = {
  momentum: {trend: 0.3, trades: 14, holding: 3000, disposition: 1.25},
  reversal: {trend: -0.25, trades: 18, holding: 2200, disposition: 1.8},
  scalping: {trend: 0, trades: 44, holding: 420, disposition: 1.5},
};

/** The desk's traders. What is decided for the desk as a whole comes from one stream, each trader's traits from its own. */
export function drawTraders(seed: number, scenario: Scenario, symbols: number): TraderTraits[] {
  const {traders: n, days, limit, policy, signal} = scenario;
  const desk = stream(seed, "simulate", "traders");
  const tilters = Math.round(scenario.tilt * n);
  const recoverers = Math.min(n - tilters, Math.round(scenario.recovery * n));
  const tempers = shuffle(
    desk,
    Array.from(
      {length: n},
      (_, i): Temper => (i < tilters ? "tilt" : i < tilters + recoverers ? "recovery" : "steady"),
    ),
  );
  const adoptions = shuffle(desk, adoptionDays(policy.adopted, policy.never, n, days));
  const careers = shuffle(desk, careersOf(n, days));
  const width = Math.max(2, String(n).length);
  return tempers.map((temper, i) => {
    const account = `D${String(i + 1).padStart(width, "0")}`;
    const random = stream(seed, "simulate", "trader", account);
    const near = (x: number, spread = 0.2) => x * (1 - spread + 2 * spread * random.uniform());
    const style = (["momentum", "reversal", "scalping"] as const)[random.integer(3)];
    const {form, tiltSize, tiltFrequency, tiltCost} = TEMPER[temper];
    const habits = STYLE[style];
    const first = random.integer(symbols);
    return {
      account,
      temper,
      style,
      scale: Math.round(400 * Math.exp(1.3 * random.uniform())),
      drift: signal * (-0.02 + 0.08 * random.uniform()),
      skillSpread: signal * near(0.05),
      form: signal * near(form),
      tiltSize: near(tiltSize),
      tiltFrequency: near(tiltFrequency),
      tiltCost: signal * near(tiltCost),
      overconfidence: near(0.12, 0.8),
      overconfidenceCost: signal * near(0.02, 0.8),
      fatigue: signal * near(0.06, 0.8),
      disposition: near(habits.disposition, 0.1),
      beta: -0.1 + 0.4 * random.uniform(),
      trendExposure: near(habits.trend),
      activity: weekdays(() => Math.min(0.99, 0.9 + 0.09 * random.uniform())),
      weekdayEdge: weekdays(() => signal * 0.03 * clamp(random.normal(), 2)),
      tradesPerDay: Math.round(near(habits.trades, 0.4)),
      holding: near(habits.holding, 0.3),
      morning: -1 + 2 * random.uniform(),
      symbols: [first, (first + 1 + random.integer(Math.max(1, symbols - 1))) % symbols],
      care: limit.care[temper] * near(1),
      compliance: Math.min(0.97, near(policy.compliance, 0.15)),
      adoption: adoptions[i],
      ...careers[i],
    };
  });
}

function weekdays(draw: () => number): number[] {
  return [draw(), draw(), draw(), draw(), draw()];
}

/** First days under the policy: at once, never, or spread evenly between 20 % and 60 % of the days. */
function adoptionDays(adopted: number, never: number, n: number, days: number): number[] {
  const [early, out] = [Math.round(adopted * n), Math.round(never * n)];
  const late = n - early - out;
  return Array.from({length: n}, (_, i) => {
    if (i < early) return 0;
    if (i >= early + late) return Number.POSITIVE_INFINITY;
    return Math.round(days * (0.2 + (0.4 * (i - early)) / Math.max(1, late - 1)));
  });
}

/** One trader in ten joins late, one in twenty leaves early; at least one stays for all of it. */
function careersOf(n: number, days: number): {from: number; until: number}[] {
  const [late, leave] = [Math.round(0.1 * n), Math.round(0.05 * n)];
  return Array.from({length: n}, (_, i) => ({
    from: i < late ? Math.floor(days * (0.2 + (0.15 * i) / Math.max(1, late - 1))) : 0,
    until: i >= late && i < late + leave ? Math.floor(days * 0.8) : days,
  }));
}
