import type {SignalReport} from "../../evaluate/model-report/types.ts";
import type {FeatureReport} from "../../features/feature.ts";
import {formatValue} from "../format.ts";

/** What a reader calls a feature, or a term of it ("trader=T01"). */
export type Labels = (term: string) => string;

const fitted: Readonly<Record<string, string>> = {
  trader: "Trader",
  market_regime: "Market regime",
  desk_regime: "Desk regime",
};

/** Names from the registry of features; what it does not know is put in words. */
export function featureLabels(report: FeatureReport | null): Labels {
  const known = new Map(report?.used.map(({name, label}) => [name, label]) ?? []);
  const one = (name: string) => known.get(name) ?? fitted[name] ?? capitalised(name.replaceAll("_", " "));
  return (term) => {
    const at = term.indexOf("=");
    return at < 0 || known.has(term) ? one(term) : `${one(term.slice(0, at))}: ${term.slice(at + 1)}`;
  };
}

/** The unit of what a model says, for an axis. */
export function unitWords({unit}: Pick<SignalReport, "unit">): string {
  return unit === "probability" ? "Probability" : "Volatilities of the trader";
}

/** The unit of its contributions. */
export function marginWords({unit, link}: Pick<SignalReport, "unit" | "link">): string {
  return link === "logistic" ? "Log-odds" : unitWords({unit});
}

/** A model's output in its own unit: "−0.312 volatilities", "31.2 %". */
export function outputText(value: number, {unit}: Pick<SignalReport, "unit">): string {
  return unit === "probability"
    ? formatValue(value, "share")
    : `${formatValue(value, "ratio", {signed: true})}\u00a0volatilities`;
}

/** A number to three digits, a whole one as it is. */
export function numberText(value: number): string {
  return formatValue(value, Number.isInteger(value) ? "count" : "ratio");
}

/** A feature's value: a number, a level, or that it is missing. */
export function valueText(value: number | string | null): string {
  return value === null ? "missing" : typeof value === "string" ? value : numberText(value);
}

/** With a capital first letter. */
export function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
