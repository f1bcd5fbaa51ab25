import type {Impact, ImpactReport} from "../../policy/index.ts";
import {assessRobustness, bootstrapModule, type SignalRobustness} from "../../robustness/index.ts";
import type {FindingDraft, Study} from "../../study/index.ts";
import type {Stage} from "../stage.ts";
import type {DeskFile} from "./desk-artifacts.ts";
import {partFindings} from "./findings/impact.ts";
import {readPolicyRows} from "./policy.ts";

type TraderImpact = ImpactReport["signals"][number]["traders"][number];

/** How sure the accounting is: block-bootstrap intervals, and the circular-shift placebo. */
export function robustnessStage(study: Study): Stage {
  const {seed, inference} = study;
  return {
    name: "robustness",
    label: "try to break it",
    inputs: ["ingest", "policy", "impact"],
    files: [],
    code: [new URL(import.meta.url), bootstrapModule],
    params: {seed, inference},
    async run(context) {
      const {accounts, slugs} = context.input("ingest").json<DeskFile>("desk.json");
      const impact = context.input("impact").json<ImpactReport>("impact.json");
      const signals: SignalRobustness[] = [];
      for (const [signal, rows] of readPolicyRows(context.input("policy")))
        signals.push(
          await assessRobustness({...inference, signal, rows, traders: accounts.length, seed, map: context.map}),
        );
      const findings = signals.flatMap((one): FindingDraft[] => {
        const {total, traders} = impact.signals.find((s) => s.signal === one.signal)!;
        const {bootstrap} = one;
        const method = bootstrap?.method ?? "";
        const note = one.notes[0] ?? "No interval could be computed.";
        const ofTrader = new Map((bootstrap?.traders ?? []).map((t) => [t.trader, t]));
        return [
          ...placeboFindings(one),
          ...partFindings(`impact.${one.signal}.total`, total, bootstrap?.total ?? null, {
            level: inference.level,
            method,
            note,
          }),
          ...traders.flatMap((trader) =>
            partFindings(
              `impact.${one.signal}.trader.${slugs[trader.trader]}`,
              trader,
              ofTrader.get(trader.trader) ?? null,
              {
                level: bootstrap?.traderLevel ?? inference.level,
                method: `${method} The level makes the intervals of all traders hold jointly (Bonferroni).`,
                note: trader.changed === 0 ? "The policy changes none of this trader's rows." : note,
              },
            ),
          ),
        ];
      });
      const effects = new Map(impact.signals.map(({signal, total, traders}) => [signal, effectOf(total, traders)]));
      return {
        json: {"robustness.json": {signals: signals.map((one) => ({...one, effect: effects.get(one.signal)!}))}},
        findings: [
          {
            id: "inference.level",
            label: "Confidence level",
            value: inference.level,
            unit: "share",
            n: null,
            method: "Declared in the study.",
            artifact: "robustness.json",
          },
          ...findings,
        ],
      };
    },
  };
}

/** The three parts beside their intervals, so that a finding's artifact holds the whole finding. */
function effectOf(total: Impact, traders: readonly TraderImpact[]) {
  const parts = ({delta, derisking, timing}: Impact) => ({delta, derisking, timing});
  return {total: parts(total), traders: traders.map((one) => ({trader: one.trader, ...parts(one)}))};
}

function placeboFindings({signal, shift, bootstrap, notes}: SignalRobustness): FindingDraft[] {
  const common = {artifact: "robustness.json", unit: "count" as const, note: bootstrap ? undefined : notes[0]};
  return [
    {
      id: `robustness.${signal}.shift.p`,
      label: "Placebo: the same cuts on shifted days",
      value: shift?.p ?? null,
      unit: "p-value",
      n: shift?.shifted.length ?? null,
      of: "shifts",
      method: shift?.method ?? "All circular shifts of the multipliers against P&L.",
      artifact: "robustness.json",
      note: shift ? undefined : (notes.at(-1) ?? "No placebo could be run."),
    },
    {
      ...common,
      id: `robustness.${signal}.block_length`,
      label: "Block length of the bootstrap",
      value: bootstrap?.blockLength ?? null,
      unit: "days",
      n: null,
      method: "Politis and White (2004), corrected 2009: the longest that the daily series ask for.",
    },
    {
      ...common,
      id: `robustness.${signal}.draws`,
      label: "Bootstrap draws",
      value: bootstrap?.draws ?? null,
      n: null,
      method: "Declared in the study.",
    },
  ];
}
