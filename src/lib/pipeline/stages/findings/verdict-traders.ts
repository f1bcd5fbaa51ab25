import type {FindingDraft} from "../../../study/index.ts";
import type {VerdictReport} from "../../../verdict/index.ts";

/** How a verdict follows from its gates. */
export const rule =
  "A required gate that fails: do not deploy. Else one that did not pass: not enough evidence. Else: deploy.";

/** The verdict of each trader, and what would change it; and how many traders have which. */
export function verdictsOnTraders(traders: VerdictReport["traders"], slugs: readonly string[]): FindingDraft[] {
  return [...traders.flatMap((one) => traderFindings(one, slugs[one.trader])), ...countFindings(traders)];
}

function traderFindings(one: VerdictReport["traders"][number], slug: string): FindingDraft[] {
  const id = `verdict.trader.${slug}`;
  const {change} = one;
  return [
    {
      id,
      label: "Verdict for the trader",
      value: one.decision,
      unit: "text",
      n: null,
      method: `${rule} Timing and the effect of real limits are the trader's own, with intervals that hold for all traders at once.`,
      artifact: "verdict.json",
      note: one.because,
    },
    ...(change?.kind === "more data"
      ? [
          {
            id: `${id}.more_days`,
            label: "More days needed at the timing seen",
            value: change.moreDays,
            unit: "days" as const,
            n: change.days,
            of: "days",
            method:
              "From the standard error of the trader's timing at the joint level, at its upper confidence limit (Bloom 1995, Browne 1995).",
            artifact: "verdict.json",
            note: change.reason ?? undefined,
          },
        ]
      : []),
  ];
}

function countFindings(traders: VerdictReport["traders"]): FindingDraft[] {
  return (["deploy", "do not deploy", "not enough evidence"] as const).map((decision) => ({
    id: `verdict.traders.${decision.replaceAll(" ", "_")}`,
    label: `Traders with the verdict “${decision}”`,
    value: traders.filter((t) => t.decision === decision).length,
    unit: "count",
    n: traders.length,
    of: "traders",
    method: rule,
    artifact: "verdict.json",
  }));
}
