import {type DeskName, deskNames} from "../study/index.ts";

/** How a trader's results depend on what came before. */
export type Temper = "tilt" | "recovery" | "steady";

/** What makes one desk differ from another. P&L is in units of a trader's `scale` (a calm day's own noise) unless said. */
export interface Scenario {
  /** For a reader: what is true of this desk. */
  readonly label: string;
  readonly traders: number;
  readonly days: number;
  /** Share of traders of each temper; what is left is steady. */
  readonly tilt: number;
  readonly recovery: number;
  /** Multiplies everything by which a past could foretell a mean: skill, form, tilt's cost, weekday habits, trends. 0: nothing can. */
  readonly signal: number;
  /** What a limit does. */
  readonly limit: {
    /** The day's P&L is multiplied by it; 1: the limit is announced but does not bind. */
    readonly cut: number;
    /** What it adds: more care in the choice of trades (above 0), or a trader put off his stride (below 0). */
    readonly care: Readonly<Record<Temper, number>>;
  };
  readonly policy: DeskPolicy;
  /** What the hidden trouble takes from a day's P&L; it comes (+1) or its opposite does (−1), evenly, each day anew. */
  readonly hiddenCost: number;
  /** What a day gains for each trader if all the others are limited. */
  readonly spillover: number;
  /** From this share of the days on, form and care are multiplied by `factor`; null: never. */
  readonly shift: {readonly at: number; readonly factor: number} | null;
  /** What predictions.csv holds: nothing, the desk model's own score, or also a forecast that has seen the day. */
  readonly predictions: "none" | "score" | "leaky";
}

/** Who gets a limit. */
export interface DeskPolicy {
  /** The desk's model recommends a limit where its recorded score exceeds this: a discontinuity. null: no such rule. */
  readonly threshold: number | null;
  /** P(limit | recommended), evened out over traders; and P(limit | not recommended), or for all where there is no rule. */
  readonly compliance: number;
  readonly discretion: number;
  /** Log odds of a limit per scale lost yesterday: confounding that everyone can see. */
  readonly observed: number;
  /** Log odds of a limit per unit of hidden trouble: confounding that no data show. */
  readonly hidden: number;
  /** Share of traders under the policy from the first day, and never; the others adopt between 20 % and 60 % of the days. */
  readonly adopted: number;
  readonly never: number;
}

const policy: DeskPolicy = {
  threshold: 0.35,
  compliance: 0.6,
  discretion: 0.06,
  observed: 0.5,
  hidden: 0,
  adopted: 1,
  never: 0,
};
const helped = {cut: 0.5, care: {tilt: 0.45, recovery: 0.3, steady: 0.35}};

const demo: Scenario = {
  label: "A mixed desk: limits help those who tilt and harm those who recover",
  traders: 20,
  days: 500,
  tilt: 0.55,
  recovery: 0.2,
  signal: 1,
  limit: {cut: 0.5, care: {tilt: 0.35, recovery: -0.3, steady: 0.05}},
  policy: {...policy, adopted: 0.5, never: 0.15},
  hiddenCost: 0,
  spillover: 0,
  shift: null,
  predictions: "none",
};

const inert = {cut: 1, care: {tilt: 0, recovery: 0, steady: 0}};

/** The desks. Each states one thing that is true of it, and tests hold it to that. */
export const SCENARIOS: Readonly<Record<DeskName, Scenario>> = {
  demo,
  null: {...demo, label: "Nothing foretells P&L and limits do nothing", signal: 0, limit: inert, policy},
  helpful: {...demo, label: "Limits help every trader", tilt: 0.8, recovery: 0, limit: helped, policy},
  harmful: {
    ...demo,
    label: "Limits harm every trader",
    tilt: 0,
    recovery: 0.8,
    limit: {cut: 0.5, care: {tilt: -0.3, recovery: -0.4, steady: -0.3}},
    policy,
  },
  confounded: {
    ...demo,
    label: "Limits come on days that were going badly for reasons on no record",
    limit: {cut: 1, care: {tilt: 0.2, recovery: 0.2, steady: 0.2}},
    policy: {...policy, threshold: null, discretion: 0.12, hidden: 0.8},
    hiddenCost: 0.3,
  },
  weak: {
    ...demo,
    label: "A true effect and a true signal, both faint",
    signal: 0.3,
    limit: {cut: 0.9, care: {tilt: 0.08, recovery: 0.04, steady: 0.06}},
    policy,
  },
  "regime-shift": {
    ...demo,
    label: "What helped in the first part harms in the second",
    tilt: 1,
    recovery: 0,
    limit: {cut: 0.7, care: {tilt: 0.4, recovery: 0.4, steady: 0.4}},
    policy,
    shift: {at: 0.6, factor: -1},
  },
  spillover: {
    ...demo,
    label: "A limit on one trader moves the P&L of the others",
    limit: helped,
    policy: {...policy, discretion: 0.2, compliance: 0.7},
    spillover: -0.5,
  },
  leaky: {
    ...demo,
    label: "Nothing foretells P&L, yet its predictions seem to: they have seen the day",
    signal: 0,
    limit: inert,
    policy,
    predictions: "leaky",
  },
  tiny: {...demo, label: "Three traders, forty days: too little to say anything", traders: 3, days: 40, policy},
};

/** How much more or less of what a scenario is about: multiples of its own, each 1 if not given, 0 for none, −1 for its opposite. */
export interface ScenarioStrength {
  /** Of `signal`: all by which the past foretells a mean, and so what timing can be worth. */
  readonly signal?: number;
  /** Of what a limit adds (`limit.care`). */
  readonly limit?: number;
  /** Of `policy.hidden`: how much limits follow the hidden trouble. */
  readonly hidden?: number;
}

/**
 * The named scenario, at another size or strength if asked.
 * @throws RangeError for an unknown name, an impossible size, or a strength that is not finite.
 */
export function scenarioOf(
  name: DeskName,
  size: {readonly traders?: number; readonly days?: number; readonly strength?: ScenarioStrength} = {},
): Scenario {
  if (!deskNames.includes(name)) throw new RangeError(`invalid desk; not one of ${deskNames.join(", ")}: ${name}`);
  const scenario = {
    ...atStrength(SCENARIOS[name], size.strength ?? {}),
    ...(size.traders === undefined ? {} : {traders: size.traders}),
  };
  const {traders, days} = {...scenario, days: size.days ?? scenario.days};
  if (!(Number.isInteger(traders) && traders >= 1 && traders <= 9999))
    throw new RangeError(`invalid traders; not an integer from 1 to 9999: ${traders}`);
  if (!(Number.isInteger(days) && days >= 10))
    throw new RangeError(`invalid days; not an integer of 10 or more: ${days}`);
  return {...scenario, days};
}

function atStrength(scenario: Scenario, {signal = 1, limit = 1, hidden = 1}: ScenarioStrength): Scenario {
  for (const [name, times] of Object.entries({signal, limit, hidden}))
    if (!Number.isFinite(times)) throw new RangeError(`invalid strength.${name}; not a finite number: ${times}`);
  const {cut, care} = scenario.limit;
  const {tilt, recovery, steady} = care;
  return {
    ...scenario,
    signal: signal * scenario.signal,
    limit: {cut, care: {tilt: limit * tilt, recovery: limit * recovery, steady: limit * steady}},
    policy: {...scenario.policy, hidden: hidden * scenario.policy.hidden},
  };
}
