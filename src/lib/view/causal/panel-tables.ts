import {h} from "../dom.ts";
import {formatDate, formatInterval, formatValue} from "../format.ts";
import {dataTable} from "../table.ts";
import type {ShownDesign} from "./shape.ts";

/** Names of traders and days. */
export interface DeskNames {
  readonly accounts: readonly string[];
  readonly days: readonly string[];
  readonly currency: string;
  /** What a reader calls a feature, by its name. */
  readonly features: ReadonlyMap<string, string>;
}

/** Each adopter: when, against how many, how well the blend fitted, and what came after. */
export function adopterTable(design: ShownDesign, {accounts, days, currency}: DeskNames): HTMLElement | null {
  const {adopters, leftOut = []} = design.figures;
  if (adopters === undefined) return null;
  const known = adopters.some((a) => a.truth !== null);
  const money = {unit: "currency/trader-day", currency} as const;
  const signed = (v: number) => formatValue(v, "currency", {currency, signed: true});
  return h(
    "div",
    null,
    dataTable({
      caption: "Trader by trader",
      artifact: design.artifact,
      rows: adopters,
      columns: [
        {label: "Trader", cell: (a) => accounts[a.trader]},
        {label: "First limit", cell: (a) => formatDate(days[a.adoption])},
        {label: "Donors", term: "donor", unit: "count", cell: (a) => a.donors},
        {label: "Effect a day", ...money, cell: (a) => signed(a.effect)},
        ...(known
          ? [
              {
                label: "Truth",
                ...money,
                cell: (a: (typeof adopters)[number]) => (a.truth === null ? null : signed(a.truth)),
              },
            ]
          : []),
        {label: "Typical gap before", ...money, cell: (a) => a.fitBefore},
        {label: "Gap after over before", term: "gap ratio", unit: "ratio", cell: (a) => a.ratio},
        {
          label: "Rank among placebos",
          term: "placebo",
          unit: "count",
          cell: (a) => (a.rank === null ? null : `${a.rank} of ${a.of}`),
        },
      ],
    }),
    leftOut.length === 0
      ? null
      : h(
          "p",
          {class: "pb-muted"},
          `Not compared: ${leftOut.map((l) => `${accounts[l.trader]} (${l.reason})`).join("; ")}.`,
        ),
  );
}

/** The estimate by other ways of weighing the same donors. */
export function otherWeightsTable({figures, artifact}: ShownDesign, {currency}: DeskNames): HTMLElement | null {
  if (figures.otherWeights === undefined) return null;
  const signed = (v: number | null) => (v === null ? null : formatValue(v, "currency", {currency, signed: true}));
  return dataTable({
    caption: "The same donors, weighed in other ways",
    artifact,
    rows: figures.otherWeights,
    columns: [
      {label: "How the donors are weighed", wrap: true, cell: (w) => w.label},
      {label: "Effect a day", unit: "currency/trader-day", currency, cell: (w) => signed(w.effect)},
      {label: "Typical gap before", unit: "currency/trader-day", currency, cell: (w) => w.fitBefore},
    ],
  });
}

const estimatorNames = {
  "self-normalised": "Self-normalised weights",
  ips: "Inverse propensity weights",
  "doubly robust": "Doubly robust",
} as const;

/** The gain by each way of weighing past decisions. */
export function estimatorTable({figures, artifact}: ShownDesign, {currency}: DeskNames): HTMLElement | null {
  if (figures.estimators === undefined) return null;
  const money = {currency, signed: true};
  return dataTable({
    caption: "By each estimator",
    artifact,
    rows: figures.estimators,
    columns: [
      {label: "Estimator", cell: (e) => estimatorNames[e.estimator]},
      {label: "Gain", unit: "currency/trader-day", cell: (e) => formatValue(e.estimate, "currency", money)},
      {label: "Interval", unit: "currency/trader-day", cell: (e) => formatInterval(e.interval, "currency", money)},
      {label: "Trader-days of equal weight", unit: "count", cell: (e) => Math.round(e.effective)},
    ],
  });
}

/** Conformal tests of no effect, and how large the effect may have been in each period. */
export function conformalTable({figures, artifact}: ShownDesign, {accounts, currency}: DeskNames): HTMLElement | null {
  const found = figures.conformal;
  if (found === undefined || found.rows.length === 0) return null;
  const periods = found.rows.flatMap((r) =>
    r.intervals.map((interval, k) => ({trader: r.trader, period: k + 1, interval})),
  );
  const tests = dataTable({
    caption: `${found.daysPerPeriod} trading days at a time: is there no effect?`,
    artifact,
    rows: found.rows,
    columns: [
      {label: "Trader", cell: (r) => accounts[r.trader]},
      {label: "Periods permuted", unit: "count", cell: (r) => r.periods},
      {label: "First periods asked of", unit: "count", cell: (r) => r.asked},
      {label: "p of no effect in them", term: "p-value", unit: "p-value", cell: (r) => r.p},
    ],
  });
  const intervals = dataTable({
    caption: `Effect a day, ${Math.round(100 * found.level)} % conformal intervals, each for its period alone`,
    artifact,
    rows: periods,
    columns: [
      {label: "Trader", cell: (r) => accounts[r.trader]},
      {label: "Period", unit: "count", cell: (r) => r.period},
      {
        label: "Effect a day",
        unit: "currency/trader-day",
        cell: (r) => formatInterval(r.interval, "currency", {currency, signed: true}),
      },
    ],
  });
  return h(
    "details",
    {class: "pb-chart-data"},
    h("summary", null, `${found.daysPerPeriod} days at a time: conformal tests and intervals of each trader`),
    tests,
    intervals,
  );
}

/** Who each blend is made of: a row a donor, a column an adopter. */
export function donorTable(design: ShownDesign, {accounts}: DeskNames): HTMLElement | null {
  const {donors} = design.figures;
  if (donors === undefined || donors.length === 0) return null;
  const adopters = [...new Set(donors.map((d) => d.trader))];
  const rows = [...new Set(donors.map((d) => d.donor))].sort((a, b) => a - b);
  const weight = new Map(donors.map((d) => [`${d.trader},${d.donor}`, d.weight]));
  return dataTable({
    caption: "What each blend is made of",
    artifact: design.artifact,
    rows,
    columns: [
      {label: "Donor", cell: (donor) => accounts[donor]},
      ...adopters.map((trader) => ({
        label: `for ${accounts[trader]}`,
        unit: "share" as const,
        cell: (donor: number) => {
          const w = weight.get(`${trader},${donor}`);
          return w === undefined ? null : w < 0.0005 ? 0 : w;
        },
      })),
    ],
  });
}

/** Effect of each strength of a limit against normal size. */
export function levelTable(design: ShownDesign, {currency}: DeskNames): HTMLElement | null {
  const {levels} = design.figures;
  if (levels === undefined) return null;
  const money = {currency, signed: true};
  return dataTable({
    caption: "Each strength against normal size",
    artifact: design.artifact,
    rows: levels,
    columns: [
      {label: "Strength", cell: (l) => l.level},
      {label: "Trader-days", unit: "count", cell: (l) => l.rows},
      {label: "Effect", unit: "currency/trader-day", cell: (l) => formatValue(l.estimate, "currency", money)},
      {label: "From", unit: "currency/trader-day", cell: (l) => formatValue(l.interval[0], "currency", money)},
      {label: "To", unit: "currency/trader-day", cell: (l) => formatValue(l.interval[1], "currency", money)},
      {label: "p", term: "p-value", unit: "p-value", cell: (l) => l.p},
    ],
  });
}
