import type {DesignReport} from "../../../causal/index.ts";
import type {FindingDraft} from "../../../study/index.ts";
import type {DesignsFile} from "../causal-designs.ts";

/** The estimate of a design, its test, and on a simulated desk what it should have found. */
export function designFindings(report: DesignReport, artifact: string): FindingDraft[] {
  const id = `causal.design.${report.id}`;
  const label = `${report.title}: effect of limits`;
  if (report.status === "refused")
    return [
      {
        id: `${id}.effect`,
        label,
        value: null,
        unit: "currency/trader-day",
        n: null,
        method: "Refused: the data cannot carry it.",
        artifact,
        note: report.reason,
      },
    ];
  const {estimate, truth, card} = report;
  const {value, unit, interval, level, p, n, of} = estimate;
  const common = {artifact, n, of};
  return [
    {...common, id: `${id}.effect`, label, value, unit, interval, level, method: `${card.method}.`},
    {
      ...common,
      id: `${id}.p`,
      label: `${report.title}: test of no effect`,
      value: p,
      unit: "p-value",
      method: `${card.method}.`,
    },
    ...(truth === null
      ? []
      : [
          {
            ...common,
            id: `${id}.truth`,
            label: `${report.title}: what it should find`,
            value: truth,
            unit,
            method: "The simulator's expected effect, weighted as this estimand weighs the same trader-days.",
          },
        ]),
  ];
}

const effectLearners = {
  dr: ["a DR-learner", "DR-learner (Kennedy 2023)"],
  r: ["an R-learner", "R-learner (Nie and Wager 2021)"],
} as const;

/** Each trader's own effect, what is left of it after shrinkage, and how much of that is the desk's. */
export function traderEffectFindings(
  report: DesignReport,
  artifact: string,
  {accounts, slugs}: {readonly accounts: readonly string[]; readonly slugs: readonly string[]},
): FindingDraft[] {
  if (report.status === "refused" || report.figures.traders === undefined) return [];
  const {traders} = report.figures;
  const {level} = report.estimate;
  const desk: FindingDraft[] = [
    {
      id: "causal.traders.tau",
      label: "How much effects of limits differ between traders",
      value: traders.tau,
      unit: "currency/trader-day",
      n: traders.rows.length,
      of: "traders",
      method: "Standard deviation of the true effects, restricted maximum likelihood.",
      artifact,
    },
    {
      id: "causal.traders.i2",
      label: "Share of the differences between raw effects that is not noise",
      value: traders.iSquared,
      unit: "share",
      n: traders.rows.length,
      of: "traders",
      method: "I² of Higgins and Thompson (2002), from Cochran's Q.",
      artifact,
    },
  ];
  if (traders.ranking !== null) {
    const {slope, slopeInterval, autoc, autocInterval, n} = traders.ranking;
    const common = {artifact, n, of: "trader-days", level};
    desk.push(
      {
        ...common,
        id: "causal.traders.slope",
        label: "Slope of later effects on those found before",
        value: slope,
        unit: "ratio",
        interval: slopeInterval,
        method: "Best linear predictor of doubly robust signals; effects found on other blocks of days.",
      },
      {
        ...common,
        id: "causal.traders.ranking.effect",
        label: "Gain of those ranked first over all, a limited day",
        value: autoc,
        unit: "currency/trader-day",
        interval: autocInterval,
        method: "Rank-weighted average effect, AUTOC (Yadlowsky and others 2021).",
      },
      ...traders.ranking.byFeatures.map(
        (found): FindingDraft => ({
          ...common,
          id: `causal.features.${found.method}.ranking.effect`,
          label: `Gain of days that ${effectLearners[found.method][0]} ranks first over all, a limited day`,
          value: found.autoc,
          unit: "currency/trader-day",
          interval: found.autocInterval,
          method: `${effectLearners[found.method][1]} of effects given features, from models of other blocks of days; rank-weighted average effect, AUTOC (Yadlowsky and others 2021).`,
        }),
      ),
    );
  }
  return [
    ...desk,
    ...traders.rows.flatMap((row): FindingDraft[] => {
      const id = `causal.trader.${slugs[row.trader]}`;
      const who = accounts[row.trader];
      const common = {artifact, n: row.rows, of: "trader-days"};
      const money = {...common, unit: "currency/trader-day" as const, level};
      return [
        {
          ...money,
          id: `${id}.own.effect`,
          label: `Effect of a limit on ${who}, from its own days alone`,
          value: row.raw,
          interval: row.rawInterval,
          method:
            "Least squares within the trader on the limit, its chance and the P&L expected; standard error clustered by day.",
        },
        {
          ...money,
          id: `${id}.effect`,
          label: `Effect of a limit on ${who}, shrunk towards the desk`,
          value: row.shrunk,
          interval: row.interval,
          method: "Empirical Bayes (Morris 1983).",
        },
        {
          ...common,
          id: `${id}.borrowed`,
          label: `Weight of the desk in the effect on ${who}`,
          value: row.borrowed,
          unit: "share",
          method: "Shrinkage weight of empirical Bayes (Morris 1983, eq. 4.1 to 4.5).",
        },
        {
          ...common,
          id: `${id}.limited`,
          label: `Days on which ${who} was really limited, after the first`,
          value: row.limited,
          unit: "count",
          method: "Rows after the trader's first limit whose applied multiplier is below one.",
        },
        ...(row.truth === null
          ? []
          : [
              {
                ...common,
                id: `${id}.truth`,
                label: `What a limit truly does to ${who}`,
                value: row.truth,
                unit: "currency/trader-day" as const,
                method: "The simulator's expected effect, weighted as the estimate weighs the trader's days.",
              },
            ]),
      ];
    }),
  ];
}

/** How many designs the study permits. */
export function candidateFindings({designs}: DesignsFile): FindingDraft[] {
  return [
    {
      id: "causal.designs.permitted",
      label: "Designs that these data permit",
      value: designs.filter((d) => d.status === "estimated").length,
      unit: "count",
      n: designs.length,
      of: "designs",
      method: "Each design states what it needs; one that lacks it is refused.",
      artifact: "causal-designs.json",
    },
  ];
}
