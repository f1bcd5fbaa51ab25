import type {PolicyReport, SignalImpact, SweepPoint} from "../policy/types.ts";
import {h} from "./dom.ts";
import {formatValue} from "./format.ts";

/** What a policy that never acted does and does not say; null where it acted, or where there is none. */
export function idlePolicy(impact: SignalImpact | undefined, policy: PolicyReport | undefined): HTMLElement | null {
  if (impact === undefined || impact.total.rows === 0 || impact.total.changed > 0) return null;
  const cuts = (policy?.folds ?? []).some(
    ({avoidAbove, reduceAbove, amplifyBelow}) => avoidAbove !== null || reduceAbove !== null || amplifyBelow !== null,
  );
  const why =
    policy?.kind === "sized"
      ? "Its rule asked for no change large enough to be made."
      : cuts
        ? "Earlier days had earned it a cut-off, but on the days that were judged no prediction lay beyond it."
        : "No cut-off earned its place on the days before.";
  return h(
    "p",
    {"data-artifact": "impact/impact.json"},
    h("strong", null, "The policy never acted."),
    ` ${why} So its effect is exactly zero, which speaks neither for the predictions nor against them.`,
  );
}

/** How far effect and timing depend on where the cut is made: their ranges over all cut-offs. null without a sweep. */
export function sweepWords(sweep: readonly SweepPoint[], currency: string): HTMLElement | null {
  const acting = sweep.filter(({rows}) => rows > 0);
  if (acting.length < 2) return null;
  const range = (of: (point: SweepPoint) => number) => {
    const values = acting.map(of);
    return [Math.min(...values), Math.max(...values)] as const;
  };
  const money = (value: number) => formatValue(value, "currency", {currency, signed: true});
  const said = ([low, high]: readonly [number, number]) => `from ${money(low)} to ${money(high)}`;
  const timing = range(({timing}) => timing);
  return h(
    "p",
    {"data-artifact": "impact/impact.json"},
    `Over the cut-offs that change anything, the effect runs ${said(range(({delta}) => delta))}, and timing ${said(timing)}: which of them is asked about decides `,
    timing[0] < 0 && timing[1] > 0 ? "even whether timing gains or loses. " : "how much. ",
    "None of these figures has an interval, and to pick one after seeing them is to pick the answer.",
  );
}
