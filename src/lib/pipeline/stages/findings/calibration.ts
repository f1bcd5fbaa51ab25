import type {FindingDraft} from "../../../study/index.ts";
import type {CalibrationReport} from "../calibration.ts";

/** How often each verdict is given on each kind of desk; what it must not be is said on the page. */
export function calibrationFindings({cases, status, why}: CalibrationReport): FindingDraft[] {
  const artifact = "calibration.json";
  const rate = "Share of simulated desks; exact interval of Clopper and Pearson (1934).";
  const total = cases.reduce((sum, c) => sum + c.summary.desks, 0);
  return [
    {
      id: "calibration.desks",
      label: "Simulated desks behind the table of verdicts",
      value: cases.length === 0 ? null : total,
      unit: "count",
      n: cases.length,
      of: "kinds of desk",
      method: `Recorded by npm run calibrate -- verdict; the record is ${status}.`,
      artifact,
      note: cases.length === 0 ? why : undefined,
    },
    ...cases.flatMap(({name, label, summary}) => [
      ...summary.verdicts.map(
        ({decision, share, interval}): FindingDraft => ({
          id: `calibration.${slug(name)}.${slug(decision)}`,
          label: `${label}: verdict “${decision}”`,
          value: share,
          unit: "share",
          interval,
          level: 0.95,
          n: summary.desks,
          of: "simulated desks",
          method: rate,
          artifact,
        }),
      ),
      ...(["timing", "limits"] as const).map(
        (what): FindingDraft => ({
          id: `calibration.${slug(name)}.true_${what}`,
          label: `${label}: what ${what === "timing" ? "the policy’s timing is" : "real limits are"} truly worth`,
          value: summary.truth[what],
          unit: "share",
          n: summary.desks,
          of: "simulated desks",
          method:
            "Mean over desks of the expected worth given what was known, luck apart, over gross P&L (the sum of |P&L| over trader-days).",
          artifact,
          note: summary.truth[what] === null ? "No policy could be judged on any of these desks." : undefined,
        }),
      ),
    ]),
    ...traderFindings(cases, artifact),
  ];
}

/** Verdicts on traders, all kinds of desk together. */
function traderFindings(cases: CalibrationReport["cases"], artifact: string): FindingDraft[] {
  const sum = (key: "deploy" | "deployWrong" | "judged") => cases.reduce((n, c) => n + c.summary.traders[key], 0);
  const [deploy, wrong] = [sum("deploy"), sum("deployWrong")];
  return [
    {
      id: "calibration.traders.deploy",
      label: "Traders with the verdict “deploy”, all kinds of desk together",
      value: deploy,
      unit: "count",
      n: sum("judged"),
      of: "traders",
      method: "Verdicts on single traders of the simulated desks.",
      artifact,
    },
    {
      id: "calibration.traders.deploy_wrong",
      label: "Of these, traders whom timing truly did not help",
      value: wrong,
      unit: "count",
      n: deploy,
      of: "traders with the verdict “deploy”",
      method: "Expected worth of the policy’s timing for the trader is zero or less.",
      artifact,
    },
  ];
}

/** "helpful at 2.5 %" → "helpful_at_2_5". */
export function slug(name: string): string {
  return name.replace(/[^A-Za-z0-9]+/g, "_").replace(/_$/, "");
}
