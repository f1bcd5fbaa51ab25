import type {Plan} from "../../evaluate/index.ts";
import {type Column, table} from "../../numeric/index.ts";
import {dailyImpact, impactByMonth, impactOf, type SignalImpact, sweep} from "../../policy/index.ts";
import type {Study} from "../../study/index.ts";
import type {Stage} from "../stage.ts";
import type {DeskFile} from "./desk-artifacts.ts";
import {impactFindings, monthFindings} from "./findings/impact.ts";
import {readPolicyRows} from "./policy.ts";

/** The policy's P&L against the P&L that happened, in total, by trader and by day: accounting, no inference. */
export function impactStage(study: Study): Stage {
  const {policy} = study;
  return {
    name: "impact",
    label: "account for the policy",
    inputs: ["ingest", "plan", "policy"],
    files: [],
    code: [new URL(import.meta.url)],
    params: {policy},
    async run(context) {
      const {days, accounts, slugs} = context.input("ingest").json<DeskFile>("desk.json");
      const plan = context.input("plan").json<Plan>("plan.json");
      const bySignal = readPolicyRows(context.input("policy"));
      const own = policy.kind === "fixed" ? [policy.above ?? policy.below!] : [];
      const signals: SignalImpact[] = [...bySignal].map(([signal, rows]) => ({
        signal,
        ...impactOf(rows, accounts.length),
        months: impactByMonth(rows, days),
        sweep: sweep(rows, {
          kind: plan.signals.find((s) => s.name === signal)!.kind,
          multiplier: policy.kind === "fixed" ? policy.multiplier : policy.kind === "fitted" ? policy.reduce : 0.5,
          include: own,
        }),
      }));
      return {
        tables: {
          "daily-impact.arrow": dailyTable([...bySignal].map(([name, rows]) => [name, dailyImpact(rows, days)])),
        },
        json: {"impact.json": {signals}},
        findings: signals.flatMap(({signal, total, traders, months}) => [
          ...impactFindings(`impact.${signal}.total`, total),
          ...months.flatMap((month) => monthFindings(signal, month)),
          ...traders.flatMap((one) => impactFindings(`impact.${signal}.trader.${slugs[one.trader]}`, one)),
        ]),
      };
    },
  };
}

/** The signals' daily tables under each other, each row with its signal's name. */
function dailyTable(parts: readonly (readonly [string, ReturnType<typeof dailyImpact>])[]) {
  const signal = parts.flatMap(([name, t]) => new Array<string>(t.rows).fill(name));
  const columns: Record<string, Column> = {signal};
  for (const name of Object.keys(parts[0]?.[1].columns ?? {})) {
    const values = parts.map(([, t]) => t.columns[name]);
    if (Array.isArray(values[0])) columns[name] = values.flatMap((v) => v as readonly string[]);
    else if (values[0] instanceof Int32Array)
      columns[name] = Int32Array.from(values.flatMap((v) => [...(v as Int32Array)]));
    else columns[name] = Float64Array.from(values.flatMap((v) => [...(v as Float64Array)]));
  }
  return table(columns);
}
