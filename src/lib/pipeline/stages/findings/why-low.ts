import type {WhyLowReport} from "../../../evaluate/index.ts";
import type {FindingDraft} from "../../../study/index.ts";
import {byDay, estimateFinding} from "./estimate.ts";
import {powerFindings} from "./power.ts";

const parts = {
  trader: "Share of variance between traders: who it is",
  day: "Share of variance between days: what hits everyone",
  rest: "Share of variance that is each trader’s own day",
  regime: "Share of variance between regimes, a part of the days’",
} as const;

/** Findings of the answer: R² and its ceiling, variance shares, hit rate, decay, and days needed. */
export function whyLowFindings(report: WhyLowReport): FindingDraft[] {
  const {level, known, shares, regimes, hit, decay, subject} = report;
  const rows = {n: report.rows, of: "trader-days", artifact: "why-low.json", unit: "share" as const};
  const none = subject === null ? "No signal predicts next-day P&L." : "There are too few rows to judge.";
  const unknown = "The truth of a real desk is not known; see the simulated twin.";
  const estimate = (
    id: string,
    label: string,
    value: Parameters<typeof estimateFinding>[0],
    method: string,
    missing = none,
    more: Partial<FindingDraft> = {},
  ) => estimateFinding(value, level, {...rows, id: `why.${id}`, label, method, ...more}, missing);
  const of = subject === null ? "" : `: ${subject.label}`;
  return [
    {
      id: "why.subject",
      label: "Predictions that R² is about",
      value: subject?.label ?? null,
      unit: "text",
      n: report.rows,
      of: "trader-days",
      method: "The verdict’s signal where it predicts next-day P&L; else the first that does.",
      artifact: "why-low.json",
      note: subject === null ? none : undefined,
    },
    {
      ...rows,
      id: "why.days",
      label: "Days judged",
      value: report.days,
      unit: "count",
      method: "Days with a prediction and every naive rule.",
    },
    estimate(
      "r2",
      `Out-of-sample R²${of}`,
      report.r2,
      `1 − squared error of the prediction / squared error of the mean of earlier days (Campbell and Thompson 2008). ${byDay}`,
    ),
    estimate(
      "r2_volatilities",
      `R² in units of each trader’s volatility${of}`,
      report.r2InVolatilities,
      `The same of P&L over the trader’s past volatility, cut off at ten: large traders weigh no more than small ones. ${byDay}`,
    ),
    estimate(
      "attainable",
      "R² that any model could reach",
      known?.attainable ?? null,
      `Σ(E − m)² / Σ(net − m)² on the same rows: E is what the simulator expected given all that had happened before, m the mean so far. ${byDay}`,
      unknown,
    ),
    estimate(
      "earned",
      `R² with the luck of the days taken out${of}`,
      known?.earned ?? null,
      `[Σ(E − m)² − Σ(E − prediction)²] / Σ(net − m)² on the same rows. ${byDay}`,
      unknown,
    ),
    estimate(
      "reached",
      `Share of the attainable R² that is reached${of}`,
      known?.reached ?? null,
      `R² with the luck taken out / R² attainable. ${byDay}`,
      known === null ? unknown : "There is next to nothing to reach.",
    ),
    ...Object.entries(parts).flatMap(([part, label]): FindingDraft[] => {
      const share = shares?.shares.find((s) => s.part === part);
      const method =
        "Two-way random effects (Henderson 1953, method I) of P&L in units of the trader’s past volatility, cut off at ten; interval by the jackknife over traders and blocks of days." +
        (part === "regime" ? ` Regimes of ${regimes}, as known the evening before.` : "");
      const draft = {...rows, id: `why.variance.${part}`, label, method, n: shares?.rows ?? null};
      if (share === undefined)
        return [
          {
            ...draft,
            value: null,
            note: part === "regime" ? "There are no regimes to tell apart." : "There are too few traders or days.",
          },
        ];
      return [
        {
          ...draft,
          value: share.share,
          ...(share.interval === null ? {} : {interval: share.interval, level: shares!.level}),
        },
      ];
    }),
    ...hitFindings(),
    ...decay.flatMap(({signal, label, points}) =>
      points.map((point) =>
        estimate(
          `decay.${signal}.${point.horizon}`,
          `Rank correlation with P&L ${point.horizon === 0 ? "on its own day" : `${point.horizon} ${point.horizon === 1 ? "day" : "days"} later`}: ${label}`,
          point,
          "Spearman’s rank correlation of prediction and P&L, both in units of the trader’s volatility, out of sample; interval by stationary bootstrap of whole days.",
          none,
          {unit: "correlation", n: point.days, of: "days"},
        ),
      ),
    ),
    ...powerFindings(report, none),
  ];

  function hitFindings(): FindingDraft[] {
    const direction = "Days without P&L have no direction and are left out; a prediction of zero is a miss.";
    const missing = subject === null ? none : "No row has P&L.";
    const share = (name: string, label: string, value: number | null, method: string): FindingDraft => ({
      ...rows,
      n: hit?.rows ?? null,
      id: `why.hit.${name}`,
      label: `${label}${of}`,
      value,
      method,
      note: value === null ? missing : undefined,
    });
    const withInterval = {n: hit?.rows ?? null};
    return [
      estimate("hit.rate", `Hit rate${of}`, hit?.rate ?? null, `${direction} ${byDay}`, missing, withInterval),
      share(
        "majority",
        "Majority class",
        hit?.majority ?? null,
        "What always saying the more frequent sign would get.",
      ),
      estimate(
        "hit.above_majority",
        `Hit rate above the majority class${of}`,
        hit?.aboveMajority ?? null,
        `Hit rate less the majority class’s share. ${byDay}`,
        missing,
        withInterval,
      ),
      share(
        "imbalance",
        "What unrelated predictions would get above a coin",
        hit?.imbalance ?? null,
        "Expected hit rate of predictions that say up and down as often, but without knowing when, less a half (Pesaran and Timmermann 1992).",
      ),
      estimate(
        "hit.timing",
        `Hit rate from knowing when${of}`,
        hit?.timing ?? null,
        `Hit rate less what unrelated predictions would get (Pesaran and Timmermann 1992). ${byDay}`,
        missing,
        withInterval,
      ),
    ];
  }
}
