import type {LearningReport, TwinReport, WhyLowReport} from "../../evaluate/why-low/types.ts";
import {chart} from "../chart.ts";
import {h} from "../dom.ts";
import {formatValue} from "../format.ts";
import {learningCurveChart} from "./charts/curve.ts";
import {decayChart} from "./charts/decay.ts";
import {familyBars} from "./charts/families.ts";
import {powerChart} from "./charts/power.ts";
import {varianceBar} from "./charts/variance.ts";
import {ceilingOf, curveRows, decayRows, type Estimate, familyRows, powerRows, varianceParts} from "./rows.ts";

const nothing = (why: string) => h("p", {class: "pb-empty"}, why);
const intervalColumn = {label: "Interval", unit: "share", cell: (r: Estimate) => r.interval_text} as const;

/** Whose variance it is. */
export function varianceFigure(report: WhyLowReport): HTMLElement {
  const parts = varianceParts(report);
  if (report.shares === null) return nothing("Too few traders or days to tell their shares of the variance apart.");
  return chart((width) => varianceBar(parts, {width}), {
    title: "The variance of P&L, in parts",
    subtitle:
      "Share of the variance of P&L, each trader’s in units of its own volatility, on the days that were predicted",
    label: `One bar of a hundred per cent. ${parts.map(({label, share}) => `${label}: ${formatValue(share, "share")}`).join(". ")}.`,
    artifact: "why-low/why-low.json",
    height: 80 + 21 * parts.length,
    table: {
      rows: parts,
      columns: [
        {label: "Part", cell: (p) => p.label},
        {label: "Share of variance", unit: "share", cell: (p) => p.share},
      ],
    },
  });
}

/** What more days are worth. */
export function learningFigure(learning: LearningReport, report: WhyLowReport, twin: TwinReport): HTMLElement {
  const rows = curveRows(learning);
  if (rows.length === 0) return nothing(`Not possible here: ${learning.limits[0]?.why ?? "nothing was trained"}.`);
  const best = ceilingOf(report, twin);
  const ceiling = best && {value: best.value, words: best.known ? "attainable" : "attainable on twins"};
  return chart((width) => learningCurveChart(rows, {ceiling, width}), {
    title: "Does it help to have more days to learn from?",
    subtitle: [
      "R² on the same test days, learnt from the last quarter, half, three quarters of the days before, and from all of them. Bars: intervals",
      ceiling === null ? null : ". Dashed: what could be reached",
    ],
    label: "R² by number of training days, with intervals, a line a learner.",
    artifact: "learning-curves/learning-curves.json",
    height: 300,
    table: {
      rows,
      columns: [
        {label: "Learner", cell: (r) => r.learner},
        {label: "Learnt from", cell: (r) => r.window},
        {label: "Training days, mean", unit: "count", cell: (r) => r.days},
        {label: "R²", unit: "share", cell: (r) => r.value},
        intervalColumn,
      ],
    },
  });
}

/** What each family of features is worth. */
export function familyFigure(learning: LearningReport): HTMLElement {
  const rows = familyRows(learning);
  if (rows.length === 0)
    return nothing("There are not two families of features whose worth could be told apart on these files.");
  const families = new Set(rows.map((r) => r.family)).size;
  return chart((width) => familyBars(rows, {width}), {
    title: "Which features carry it?",
    subtitle: [
      h("span", {class: "pb-key pb-key-filled"}, "R² with this family alone"),
      " ",
      h("span", {class: "pb-key"}, "R² lost without it"),
      h("br"),
      `${learning.families?.label ?? ""}, on the same test days. Bars: intervals. Families that say the same lose little each`,
    ],
    label: "For each family of features, R² with it alone and R² lost without it, with intervals.",
    artifact: "learning-curves/learning-curves.json",
    height: 60 + 44 * families,
    table: {
      rows,
      columns: [
        {label: "Family", cell: (r) => r.family},
        {label: "What", cell: (r) => r.kind},
        {label: "R²", unit: "share", cell: (r) => r.value},
        intervalColumn,
        {label: "Features", unit: "count", cell: (r) => r.features},
      ],
    },
  });
}

/** How long a prediction stays true. */
export function decayFigure(report: WhyLowReport): HTMLElement {
  const rows = decayRows(report);
  if (rows.length === 0) return nothing("There are too few predictions, or they never change.");
  return chart((width) => decayChart(rows, {width}), {
    title: "How the prediction goes with P&L on later days",
    subtitle: `Rank correlation of the prediction with the trader’s P&L so many days later, both in units of the trader’s volatility. Band: interval${report.primary?.kind === "probability" ? ". The probability of something bad is turned round, so that higher is better" : ""}`,
    label: "Rank correlation by days after the prediction’s own day, with a band.",
    artifact: "why-low/why-low.json",
    height: 280,
    table: {
      rows,
      columns: [
        {label: "Prediction", cell: (r) => r.signal},
        {label: "Days later", unit: "count", cell: (r) => r.horizon},
        {label: "Rank correlation", unit: "correlation", cell: (r) => r.value},
        {...intervalColumn, unit: "correlation"},
        {label: "Days", unit: "count", cell: (r) => r.days},
      ],
    },
  });
}

/** How many days it takes to see skill. */
export function powerFigure({power}: WhyLowReport): HTMLElement {
  if (power === null)
    return nothing("There is no R² here whose skill could be looked for, or fewer than ten days are judged.");
  const rows = powerRows(power);
  if (rows.length === 0)
    return nothing(
      "The prediction is no better than the mean so far: no number of days would show a skill that is not there.",
    );
  return chart((width) => powerChart(rows, {days: power.days, power: power.power, width}), {
    title: "Chance of seeing the skill, by days judged",
    subtitle:
      "Chance that the test against the mean so far comes out. Solid: a model as good as the one seen. Dashed: the best possible. Dotted: the chance asked for",
    label: "Power of the test by number of days, one line for the skill seen and one for the best possible.",
    artifact: "why-low/why-low.json",
    height: 300,
    table: {
      rows,
      columns: [
        {label: "A model", cell: (r) => (r.series === "seen" ? "as good as seen" : "the best possible")},
        {label: "Days", unit: "count", cell: (r) => r.days},
        {label: "Chance to see it", unit: "share", cell: (r) => r.power},
      ],
    },
  });
}
