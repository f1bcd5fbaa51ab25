import {type Mood, setMood} from "./behaviour.ts";
import {limitOdds, recommends, riskScore} from "./desk-policy.ts";
import {logistic} from "./draws.ts";
import {CALM_VOLATILITY, type SimulatedMarket} from "./market.ts";
import type {Scenario} from "./scenario.ts";
import {type Career, driftSkill, recentMean} from "./state.ts";
import type {TraderTraits} from "./traders.ts";

export interface Today {
  readonly day: number;
  /** 0 Monday … 4 Friday. */
  readonly weekday: number;
  /** Multiplies form: −1 after a regime shift. */
  readonly turn: number;
}

/** What is settled for a trader the evening before a day; one object a trader, written anew each day. */
export interface Evening {
  day: number;
  size: number;
  frequency: number;
  /** E[P&L of the day without a limit | past, it trades], in scales, hidden trouble and spillover apart. */
  mean: number;
  /** P&L in scales per market move of one calm standard deviation. */
  exposure: number;
  activity: number;
  score: number;
  recommended: boolean;
  limited: boolean;
  hidden: number;
  /** P(limited | past), and given hidden trouble +1, −1 and as it is. */
  propensity: number;
  propensityTrouble: number;
  propensityEase: number;
  propensityGivenHidden: number;
}

export function evening(): Evening {
  return {
    ...{day: 0, size: 1, frequency: 1, mean: 0, exposure: 0, activity: 1, score: 0.5, hidden: 1},
    ...{recommended: false, limited: false},
    ...{propensity: 0, propensityTrouble: 0, propensityEase: 0, propensityGivenHidden: 0},
  };
}

const mood: Mood = {size: 1, frequency: 1, edge: 0};

/** A trader's mood and the desk's decision for a day, from the past alone. */
export function decide(
  scenario: Scenario,
  trader: TraderTraits,
  career: Career,
  market: SimulatedMarket,
  {day, weekday, turn}: Today,
  out: Evening,
): void {
  const {policy} = scenario;
  const {random} = career;
  driftSkill(career, trader);
  const recent = recentMean(career);
  const last = career.last[0];
  setMood(mood, trader, recent, career, weekday, turn);
  out.day = day;
  out.size = mood.size;
  out.frequency = mood.frequency;
  out.exposure = trader.beta + trader.trendExposure * market.trend[day];
  out.mean = mood.size * (mood.edge + out.exposure * (market.expectedFactor[day] / CALM_VOLATILITY));
  out.activity = trader.activity[weekday];
  out.score = riskScore(last, recent, random.normal());
  out.recommended = recommends(policy, out.score);
  out.hidden = random.uniform() < 0.5 ? 1 : -1;
  const odds = limitOdds(policy, trader, day, out.recommended, last);
  out.propensityTrouble = logistic(odds + policy.hidden);
  out.propensityEase = logistic(odds - policy.hidden);
  out.propensity = (out.propensityTrouble + out.propensityEase) / 2;
  out.propensityGivenHidden = out.hidden === 1 ? out.propensityTrouble : out.propensityEase;
  out.limited = random.uniform() < out.propensityGivenHidden;
}
