import {stream} from "../numeric/index.ts";
import {cents, heavyTailed, logistic} from "./draws.ts";
import type {SimulatedMarket} from "./market.ts";
import type {TraderTraits} from "./traders.ts";

/** A simulated trader-day, with what only the simulator knows. Money in US dollars. */
export interface SimulatedDay {
  readonly day: number;
  readonly net: number;
  readonly trades: number;
  readonly volume: number;
  readonly fees: number;
  /** Whether a limit of one half was really applied. */
  readonly limited: boolean;
  /** P(limited | past): rises with yesterday's loss, which everybody can see. */
  readonly propensity: number;
  /** Net of the day without and with the limit (the potential outcomes); `net` is one of them. */
  readonly netFree: number;
  readonly netLimited: number;
  /** E[netLimited − netFree | past]: the effect of a limit on this day, its luck apart. */
  readonly effect: number;
  /** E[net | past], before it is known whether the trader trades or is limited. */
  readonly expected: number;
}

/** Market return of one calm standard deviation. */
const MARKET_UNIT = 0.007;
/** Noise on stress days, in units of calm days'. */
const STRESS_NOISE = 1.6;
/** Recent P&L beyond this many scales moves a trader no further. */
const MEMORY_LIMIT = 2;
/** What a limit adds to half the day's P&L, in scales: a trader under a limit picks trades with more care. */
const CARE = 0.3;
export const LIMIT = 0.5;

/**
 * A trader's days. The expected P&L depends on the mean of the trader's last three rows (`memory`), noise is a Student t,
 * the market and its regime are common to all. A limit halves the day's P&L and adds a little care; whether it is
 * applied depends on yesterday's loss only, so that adjusting for lagged P&L identifies its effect.
 */
export function simulateCareer(seed: number, trader: TraderTraits, market: SimulatedMarket): SimulatedDay[] {
  const random = stream(seed, "simulate", "career", trader.account);
  const {scale, activity} = trader;
  const days: SimulatedDay[] = [];
  for (let day = trader.from; day < trader.until; day++) {
    const recent = days.slice(-3).map((d) => d.net / scale);
    const mean = recent.length === 0 ? 0 : recent.reduce((sum, x) => sum + x, 0) / recent.length;
    const conditional = trader.drift + trader.memory * clamp(mean, MEMORY_LIMIT);
    const yesterday = recent.length === 0 ? 0 : recent[recent.length - 1];
    const propensity = logistic(-2.8 + 1.2 * clamp(Math.max(0, -yesterday), MEMORY_LIMIT));
    const effect = activity * scale * (CARE - (1 - LIMIT) * conditional);
    const active = random.uniform() < activity;
    const limited = random.uniform() < propensity;
    const noise = (market.stress[day] ? STRESS_NOISE : 1) * heavyTailed(random);
    const free = conditional + trader.beta * (market.returns[day] / MARKET_UNIT) + noise;
    const netFree = active ? cents(scale * free) : 0;
    const netLimited = active ? cents(scale * (LIMIT * free + CARE)) : 0;
    const busy = trader.tradesPerDay * Math.exp(0.25 * random.normal()) * (1 + 0.3 * clamp(Math.max(0, -mean), 1));
    const trades = active ? Math.max(1, Math.round(busy * (limited ? LIMIT : 1))) : 0;
    const volume = trades * (50 + random.integer(100));
    days.push({
      day,
      net: limited ? netLimited : netFree,
      trades,
      volume,
      fees: cents(0.004 * volume + 0.35 * trades),
      limited,
      propensity,
      netFree,
      netLimited,
      effect,
      expected: activity * scale * conditional + propensity * effect,
    });
  }
  return days;
}

function clamp(x: number, limit: number): number {
  return Math.max(-limit, Math.min(limit, x));
}
