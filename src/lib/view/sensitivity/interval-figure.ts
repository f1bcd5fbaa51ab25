import type {View} from "vega";
import type {HiddenCause, Moved} from "../../robustness/sensitivity/moved.ts";
import {chart} from "../chart.ts";
import {h} from "../dom.ts";
import {formatInterval} from "../format.ts";
import {type IntervalRow, intervals, movedName} from "./charts/intervals.ts";
import type {FigureOptions, LiveFigure} from "./contour-figure.ts";
import {artifact} from "./shape.ts";

/** Both estimates, as published and with the hidden cause taken out, on an axis that stands still. */
export function intervalFigure({report, move, currency}: FigureOptions, start: HiddenCause): LiveFigure {
  const rowsAt = (cause: HiddenCause): IntervalRow[] => [
    row("Double machine learning", move.movedDml(report.fit, cause)),
    row("Linear regression", move.movedLinear(report.linear.fit, cause)),
  ];
  const none = {treatment: 0, outcome: 0, correlation: 0};
  const published = rowsAt(none);
  const {maxTreatment: treatment, maxOutcome: outcome} = report.contour;
  const ends = [1, -1].flatMap((correlation) => rowsAt({treatment, outcome, correlation}));
  const all = [...published, ...ends].flatMap(({lower, upper}) => [lower, upper]);
  const domain = [Math.min(0, ...all), Math.max(0, ...all)] as const;
  let now = start;
  let view: View | undefined;
  const figure = chart((width) => intervals(published, rowsAt(now), {currency, domain, width}), {
    title: "What would be left of the effect",
    subtitle: [
      h("span", {class: "pb-key"}, "as published"),
      " ",
      h("span", {class: "pb-key pb-key-filled"}, "with your hidden cause taken out"),
      h("br"),
      `${currency} a limited day, with interval`,
    ],
    label:
      "Two estimates with their intervals, by double machine learning and by linear regression: as published, and below each what is left once the hidden cause that is set by the sliders is taken out.",
    artifact,
    height: 170,
    live: (drawn) => {
      view = drawn;
    },
    table: {
      rows: published,
      columns: [
        {label: "Published", cell: (r) => r.label},
        {label: "Effect", unit: "currency", currency, cell: (r) => r.value},
        {
          label: "Interval",
          unit: "currency",
          cell: (r) => formatInterval([r.lower, r.upper], "currency", {currency, signed: true}),
        },
      ],
    },
  });
  return {
    figure,
    show(cause) {
      now = cause;
      view?.data(movedName, rowsAt(cause)).runAsync();
    },
  };
}

function row(label: string, {estimate, interval: [lower, upper]}: Moved): IntervalRow {
  return {label, value: estimate, lower, upper};
}
