import type {Plan} from "../evaluate/types.ts";
import {float64} from "../numeric/index.ts";
import {canonicalJson} from "../pipeline/index.ts";
import {
  csv,
  cumulativeRows,
  decileRows,
  densityCells,
  firstRows,
  netBins,
  runSummary,
  traderDetails,
} from "../view/shape/index.ts";
import type {LoadedRun} from "./load.ts";
import type {TarEntry} from "./tar.ts";

/** JSON artifacts that pages read as they are; null where a study could not have one. */
const REPORTS = [
  "verdict",
  "quality",
  "attendance",
  "reconciliation",
  "snapshot",
  "plan",
  "features",
  "feature-stability",
  "skill",
  "why-low",
  "learning-curves",
  "twin",
  "policy",
  "policy-trials",
  "impact",
  "robustness",
  "stability",
  "intervals",
  "refutation",
  "sensitivity",
  "known-truth",
  "recorded-known-truth",
  "calibration",
  "causal",
  "causal-designs",
  "audit",
  "leakage-kinds",
  "leaks",
  "autopsy",
  "desk",
];

/** The same, in one compact line: large, and read by nobody but the page that asks for them. */
const COMPACT = ["placebos", "skill-detail", "skill-traders", "league", "model-reports", "scoring"];

/**
 * Everything that the pages read of a run, but the findings: `skill.json`, `cumulative.json`, `trader/T01.json`, …
 * One archive, because Framework starts a process for each loader: a desk of 25 traders would wait for half a minute.
 */
export function siteData(loaded: LoadedRun): TarEntry[] {
  const {run, desk, verdict, json, table} = loaded;
  const entry = (name: string, value: unknown): TarEntry => ({path: `${name}.json`, text: canonicalJson(value)});
  const daily = table("ingest", "daily.arrow");
  const aside = table("ingest", "set-aside.arrow");
  if (daily === null || aside === null)
    throw new RangeError("the run has no daily.arrow or set-aside.arrow; run npm run report again");
  const impact = table("impact", "daily-impact.arrow");
  const predictions = table("predictions", "predictions.arrow");
  const policy = table("policy", "policy.arrow");
  const signals = json<Plan>("plan")?.signals ?? [];
  return [
    ...REPORTS.map((name) => entry(name, json(name))),
    ...COMPACT.map((name) => ({path: `${name}.json`, text: canonicalJson(json(name), {indent: 0})})),
    entry("cumulative", impact === null ? [] : cumulativeRows(impact, verdict.signal)),
    entry("deciles", Object.fromEntries(signals.map((s) => [s.name, predictions ? decileRows(predictions, s) : []]))),
    entry("density", Object.fromEntries(signals.map((s) => [s.name, predictions && densityCells(predictions, s)]))),
    entry("distribution", netBins(float64(daily, "net"))),
    entry("set-aside", firstRows(aside)),
    {path: "set-aside.csv", text: csv(aside)},
    entry("run", runSummary(run)),
    ...traderDetails({desk, verdict, policy}).map((detail) => entry(`trader/${detail.slug}`, detail)),
  ];
}
