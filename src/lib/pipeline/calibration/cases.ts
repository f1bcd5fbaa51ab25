import type {ScenarioStrength} from "../../simulate/index.ts";
import type {DeskName} from "../../study/index.ts";

/** A kind of simulated desk, and what a verdict on it should be. */
export interface CalibrationCase {
  /** Unique: "helpful", "helpful, 2.5 %". */
  readonly name: string;
  /** "scenario": a row of the confusion table; the others are points of a power curve. */
  readonly group: "scenario" | "effect" | "days";
  readonly label: string;
  readonly desk: DeskName;
  readonly strength: ScenarioStrength;
  readonly traders: number;
  readonly days: number;
  readonly draws: number;
  /** Share of gross P&L that limits and timing were set to be worth; null: as the scenario has it. */
  readonly effect: number | null;
}

const usual = {traders: 20, days: 500};
const scenario = (desk: DeskName, label: string, strength: ScenarioStrength = {}): CalibrationCase => ({
  ...usual,
  ...{name: desk, group: "scenario", label, desk, strength, draws: 300, effect: null},
});

/** The effect that a desk would care about, as a share of gross P&L. */
export const caredFor = 0.05;

const helpful = (effect: number, days: number, group: CalibrationCase["group"], draws: number): CalibrationCase => ({
  traders: usual.traders,
  days,
  name:
    group === "scenario" ? "helpful" : group === "effect" ? `helpful at ${100 * effect} %` : `helpful on ${days} days`,
  group,
  label: `Limits help every trader and the past foretells P&L: each worth ${100 * effect} % of gross P&L`,
  desk: "helpful",
  strength: strengthFor(effect),
  draws,
  effect,
});

/**
 * Strengths at which timing and limits are each worth about that share of gross P&L on a helpful desk of 20 traders and 500 days: found by
 * simulation on seeds 1 to 40, none of which is on record. What is true of the desks on record stands in their table.
 */
const strengths = [
  {effect: 0.0125, signal: 0.45, limit: 0.02},
  {effect: 0.025, signal: 0.63, limit: 0.08},
  {effect: 0.05, signal: 0.92, limit: 0.25},
  {effect: 0.075, signal: 1.12, limit: 0.42},
] as const;

/** @throws RangeError for an effect that no strength was found for. */
export function strengthFor(effect: number): ScenarioStrength {
  const found = strengths.find((s) => s.effect === effect);
  if (found === undefined)
    throw new RangeError(`invalid effect; not one of ${strengths.map((s) => s.effect).join(", ")}: ${effect}`);
  return {signal: found.signal, limit: found.limit};
}

/** Every kind of desk. The first seven are those that a verdict is held to. */
export const calibrationCases: readonly CalibrationCase[] = [
  scenario("null", "Nothing foretells P&L, limits do nothing"),
  scenario("harmful", "Limits harm every trader"),
  helpful(caredFor, usual.days, "scenario", 300),
  scenario("weak", "A true effect and a true signal, both faint"),
  scenario("confounded", "Limits help, but come on days that go badly for reasons on no record"),
  scenario("leaky", "Nothing foretells P&L; the predictions, made elsewhere, have seen the day"),
  {...scenario("tiny", "Three traders, forty days"), traders: 3, days: 40},
  {
    ...scenario(
      "confounded",
      "The past foretells P&L; limits do nothing, but come on days that go well for reasons on no record",
      {
        limit: 0,
        hidden: -1,
      },
    ),
    name: "flattered",
  },
  ...[0.0125, 0.025, 0.075].map((effect) => helpful(effect, usual.days, "effect", 100)),
  ...[125, 250, 1000].map((days) => helpful(caredFor, days, "days", days > usual.days ? 50 : 100)),
];
