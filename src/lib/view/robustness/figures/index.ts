import type {IntervalComparison} from "../../../robustness/bootstrap/compare-types.ts";
import type {Placebo, PlaceboReport} from "../../../robustness/placebo/types.ts";
import type {SpecificationCurve, StabilityReport} from "../../../robustness/stability/types.ts";
import {forest} from "../../causal/charts/forest.ts";
import {chart} from "../../chart.ts";
import {h} from "../../dom.ts";
import {formatInterval} from "../../format.ts";
import {placeboNull} from "../charts/placebo-null.ts";
import {curvePoints, rowHeight, specificationCurve} from "../charts/specification-curve.ts";

/** The draws of every placebo of one result, each with the real estimate among them. */
export function placeboFigures(report: PlaceboReport | null, of: Placebo["of"], currency: string): HTMLElement {
  const drawn = (report?.placebos ?? []).filter((p) => p.of === of && p.drawn.length > 0);
  if (drawn.length === 0)
    return h("p", {class: "pb-empty"}, "No placebo that draws could be made: the reasons stand in the table.");
  return h(
    "div",
    {class: "pb-figures"},
    drawn.map((p) => placeboFigure(p, currency)),
  );
}

function placeboFigure(placebo: Placebo, currency: string): HTMLElement {
  const observed = placebo.observed!;
  const timing = placebo.of === "policy";
  return chart((width) => placeboNull({...placebo, observed}, {currency, width}), {
    title: placebo.title,
    subtitle: timing
      ? "Timing of each draw; coloured draws did at least as well as the real cuts"
      : "Effect of each draw over its standard error; coloured draws lie at least as far from zero as the real one",
    label: `A histogram of ${placebo.draws} draws without an effect, with the real estimate marked.`,
    artifact: "placebos/placebos.json",
    height: 230,
    table: {
      rows: placebo.drawn.map((value, k) => ({draw: k + 1, value})),
      columns: [
        {label: "Draw", unit: "count", cell: (r) => r.draw},
        {
          label: timing ? "Timing" : "Effect in standard errors",
          unit: placebo.unit,
          currency,
          cell: (r) => r.value,
        },
      ],
    },
  });
}

/** Below this many pixels a page leaves a chart less than it takes to name every choice. */
const narrowPage = 700;

/** The specification curve of one result, or why there is none. */
export function curveFigure(
  report: StabilityReport | null,
  of: SpecificationCurve["of"],
  currency: string,
): HTMLElement {
  const curve = report?.curves.find((c) => c.of === of);
  if (curve === undefined) return h("p", {class: "pb-empty"}, "No other choice was made.");
  if (curve.status === "not run") return h("p", {class: "pb-empty"}, curve.reason);
  const unit = curve.unit === "currency/day" ? `${currency} a day` : `${currency} a limited trader-day`;
  return chart((width) => specificationCurve(curve, {currency, width}), {
    title:
      of === "policy"
        ? "The policy’s timing under every other choice"
        : "The effect of a limit under every other choice",
    subtitle: `${unit}, smallest first, with interval; below, the choice that is made otherwise. Diamond and dashed line: as reported. ▲ above zero, ▼ below, ● neither`,
    label: `${curve.compared} other specifications sorted by their estimate, each with its interval; a matrix below says which choice each of them makes otherwise.`,
    artifact: "stability/stability.json",
    height: 230 + rowHeight * curvePoints(curve, innerWidth < narrowPage).choices.length,
    table: {
      rows: curve.specifications,
      columns: [
        {label: "Specification", cell: (s) => s.label, wrap: true},
        {label: "Kind of choice", cell: (s) => s.axis},
        {label: "Estimate", unit: "currency", currency, cell: (s) => s.estimate ?? s.reason ?? null},
        {
          label: "Interval",
          unit: "currency",
          cell: (s) => (s.interval === null ? null : formatInterval(s.interval, "currency", {currency, signed: true})),
        },
        {label: "p", unit: "p-value", cell: (s) => s.p},
        {label: "Trader-days", unit: "count", cell: (s) => s.n},
      ],
    },
  });
}

/** The reported interval and all others side by side. */
export function intervalFigure(comparison: IntervalComparison | undefined, currency: string): HTMLElement | null {
  if (comparison === undefined || comparison.status === "not run") return null;
  const {estimate, rows, of} = comparison;
  const shown = rows.flatMap(({id, short, type, interval}) =>
    interval === null
      ? []
      : [{label: id === "reported" ? short : `${short}, ${type}`, value: estimate, interval, truth: null}],
  );
  return chart((width) => forest(shown, {currency, width, height: 40 + 32 * shown.length, what: "Way"}), {
    title: of === "policy" ? "Intervals of the policy’s timing" : "Intervals of the effect of a limit",
    subtitle: `${of === "policy" ? currency : `${currency} a limited trader-day`}, around the one estimate; the first is reported`,
    label: `An interval for each of ${shown.length} ways to make one, around the same estimate.`,
    artifact: "intervals/intervals.json",
    height: 40 + 32 * shown.length,
    table: {
      rows: shown,
      columns: [
        {label: "Way", cell: (r) => r.label, wrap: true},
        {
          label: "Interval",
          unit: "currency",
          cell: (r) => formatInterval(r.interval, "currency", {currency, signed: true}),
        },
      ],
    },
  });
}
