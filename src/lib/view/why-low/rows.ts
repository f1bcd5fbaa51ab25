import type {PowerInR2} from "../../evaluate/why-low/skill-in-r2.ts";
import type {LearningReport, TwinReport, WhyLowReport} from "../../evaluate/why-low/types.ts";
import type {Unit} from "../../study/index.ts";
import {formatInterval, formatValue} from "../format.ts";

/** A part of the variance bar; parts do not overlap and add up to one. */
export interface VariancePart {
  readonly label: string;
  readonly share: number;
}

/** From the shares' estimates: the regimes' part is taken out of the days'. Parts of nothing are left out. */
export function varianceParts({shares, regimes}: Pick<WhyLowReport, "shares" | "regimes">): VariancePart[] {
  const share = (part: string) => shares?.shares.find((s) => s.part === part)?.share ?? 0;
  const regime = Math.min(share("regime"), share("day"));
  return [
    {label: "Who trades", share: share("trader")},
    {label: `Regime of ${regimes}`, share: regime},
    {label: "The day, for the whole desk", share: share("day") - regime},
    {label: "Each trader’s own day", share: share("rest")},
  ].filter((part) => part.label !== `Regime of ${regimes}` || part.share > 0);
}

/** An estimate as charts draw it: ends are the value itself where there is no interval. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly value_text: string;
  readonly interval_text: string;
}

export function estimate(
  {value, interval}: {readonly value: number; readonly interval: readonly [number, number] | null},
  unit: Unit,
): Estimate {
  return {
    value,
    low: interval?.[0] ?? value,
    high: interval?.[1] ?? value,
    value_text: formatValue(value, unit, {signed: unit === "correlation"}),
    interval_text: interval === null ? "none" : formatInterval(interval, unit),
  };
}

export interface CurveRow extends Estimate {
  readonly learner: string;
  readonly days: number;
  readonly window: string;
}

/** One row a learner and window length. */
export function curveRows({curves}: Pick<LearningReport, "curves">): CurveRow[] {
  return curves.flatMap(({label, points}) =>
    points.map((point) => ({
      learner: label,
      days: Math.round(point.size),
      window: point.label,
      ...estimate(point.r2, "share"),
    })),
  );
}

export interface FamilyRow extends Estimate {
  readonly family: string;
  readonly features: number;
  readonly kind: "R² with it alone" | "R² lost without it";
}

/** Two rows a family: what it reaches alone, and what is lost without it. */
export function familyRows({families}: Pick<LearningReport, "families">): FamilyRow[] {
  return (families?.families ?? []).flatMap(({label, features, alone, lost}) => [
    {family: label, features, kind: "R² with it alone" as const, ...estimate(alone, "share")},
    {family: label, features, kind: "R² lost without it" as const, ...estimate(lost, "share")},
  ]);
}

export interface DecayRow extends Estimate {
  readonly signal: string;
  readonly horizon: number;
  readonly days: number;
}

export function decayRows({decay}: Pick<WhyLowReport, "decay">): DecayRow[] {
  return decay.flatMap(({label, points}) =>
    points.map((point) => ({
      signal: label,
      horizon: point.horizon,
      days: point.days,
      ...estimate(point, "correlation"),
    })),
  );
}

export interface PowerRow {
  readonly series: "seen" | "attainable";
  readonly days: number;
  readonly power: number;
}

/** One row a line and number of days. */
export function powerRows({curve}: Pick<PowerInR2, "curve">): PowerRow[] {
  return (["attainable", "seen"] as const).flatMap((series) =>
    curve.flatMap((point): PowerRow[] => {
      const power = point[series];
      return power === null ? [] : [{series, days: point.days, power}];
    }),
  );
}

/** R² that could be had: the desk's own where its truth is known, else its twins'; null where neither is. */
export function ceilingOf(
  {known}: Pick<WhyLowReport, "known">,
  {skill}: Pick<TwinReport, "skill">,
): {readonly value: number; readonly id: string; readonly known: boolean} | null {
  if (known !== null) return {value: known.attainable.value, id: "why.attainable", known: true};
  return skill === null ? null : {value: skill.attainable.value, id: "why.twin.attainable", known: false};
}
