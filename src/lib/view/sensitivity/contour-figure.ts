import type {View} from "vega";
import type {HiddenCause} from "../../robustness/sensitivity/moved.ts";
import type {ComputedSensitivity} from "../../robustness/sensitivity/report-types.ts";
import {chart} from "../chart.ts";
import {h} from "../dom.ts";
import {formatInterval, formatValue} from "../format.ts";
import {type ContourLine, type ContourPoint, contour, hereName, linesName} from "./charts/contour.ts";
import {presets} from "./presets.ts";
import {artifact, type Movers} from "./shape.ts";

export interface LiveFigure {
  readonly figure: HTMLElement;
  /** Redraws what depends on the hidden cause. */
  show(cause: HiddenCause): void;
}

export interface FigureOptions {
  readonly report: ComputedSensitivity;
  readonly move: Movers;
  readonly currency: string;
}

/** The plane of strengths: where the reader's hidden cause is, beside what is known, and lines of what it would do. */
export function contourFigure({report, move, currency}: FigureOptions, start: HiddenCause): LiveFigure {
  const {contour: frame, fit} = report;
  const money = (v: number) => formatValue(v, "currency", {currency, signed: true});
  const known = presets(report);
  const at = (p: {treatment: number; outcome: number}) =>
    move.movedDml(fit, {treatment: p.treatment, outcome: p.outcome, correlation: 1});
  const points = known.map(({label, kind, times, treatment, outcome}): ContourPoint => {
    const {estimate, interval} = at({treatment, outcome});
    const range = formatInterval(interval, "currency", {currency, signed: true});
    return {treatment, outcome, text: label, kind, times, estimate: `${money(estimate)} ${range}`};
  });
  let now = start;
  let view: View | undefined;
  const figure = chart(
    (width) => contour(linesOf(report, move, now.correlation, money), now, {...frame, points, width}),
    {
      title: "How strong would it have to be?",
      subtitle: [
        h("span", {class: "pb-key pb-key-filled"}, "the hidden cause you set"),
        " ",
        "Circles: as strong as a feature. Squares: as a whole family of them; small: 2 and 3 times. Diamonds: robustness values. Grey lines: so much would be left of the effect; from the dashed one on the interval holds zero. Both scales are square-root",
      ],
      label:
        "A plane of strengths: share of the limits explained across, share of the P&L upwards. Observed features are points near the origin; lines join strengths that leave the same effect; a large dot is the hidden cause that is set by the sliders.",
      artifact,
      height: 420,
      live: (drawn) => {
        view = drawn;
      },
      table: {
        rows: points,
        columns: [
          {label: "As strong as", cell: (p) => p.text},
          {label: "Of the limits", unit: "share", cell: (p) => p.treatment},
          {label: "Of the P&L", unit: "share", cell: (p) => p.outcome},
          {label: "Effect then, with interval", unit: "currency", cell: (p) => p.estimate},
        ],
      },
    },
  );
  return {
    figure,
    show(cause) {
      const lines = cause.correlation !== now.correlation;
      now = cause;
      if (view === undefined) return;
      const {treatment, outcome} = cause;
      view.data(hereName, [{treatment, outcome}]);
      if (lines) view.data(linesName, linesOf(report, move, cause.correlation, money));
      view.runAsync();
    },
  };
}

/** Lines of one effect at that correlation, each with its words at the right end; none where nothing moves. */
function linesOf(
  {contour: {lines, interval, ...frame}, fit}: ComputedSensitivity,
  {factorLine}: Movers,
  correlation: number,
  money: (v: number) => string,
): ContourLine[] {
  if (correlation === 0) return [];
  const size = Math.abs(correlation);
  const drawn = (factor: number, kind: ContourLine["kind"], text: string) => {
    const points = factorLine(factor / size, frame);
    return points.map(
      (p, k): ContourLine => ({...p, line: `${kind} ${factor}`, kind, text: k === points.length - 1 ? text : ""}),
    );
  };
  return [
    ...lines.flatMap(({share, factor}) =>
      drawn(factor, "estimate", money(fit.estimate * (1 - Math.sign(correlation) * share))),
    ),
    ...(correlation > 0 ? drawn(interval, "interval", "") : []),
  ];
}
