import {chart} from "../chart.ts";
import {ink} from "../charts/theme.ts";
import {formatValue} from "../format.ts";
import {artifact, type CalibrationFile} from "./confusion.ts";

/** Share of “deploy” by what timing is truly worth, or by days, with exact intervals: a power curve. null: fewer than two points. */
export function powerFigure(file: CalibrationFile, by: "effect" | "days"): HTMLElement | null {
  const rows = file.cases
    .filter((c) => c.group === by || c.name === "helpful" || (by === "effect" && c.name === "null"))
    .map((c) => {
      const deploy = c.summary.verdicts.find((v) => v.decision === "deploy")!;
      return {
        x: by === "days" ? c.days : 100 * (c.name === "null" ? 0 : (c.summary.truth.timing ?? 0)),
        share: 100 * deploy.share,
        lower: 100 * deploy.interval[0],
        upper: 100 * deploy.interval[1],
        desks: c.summary.desks,
      };
    })
    .sort((a, b) => a.x - b.x);
  if (rows.length < 2) return null;
  const label = by === "days" ? "Trading days" : "What timing is truly worth, % of gross P&L";
  return chart(
    (width) => ({
      width: width - 60,
      height: 260,
      data: {values: rows},
      encoding: {
        x: {field: "x", type: "quantitative", title: label, scale: {nice: true}, axis: {tickCount: 6}},
        y: {
          type: "quantitative",
          scale: {domain: [0, 100]},
          axis: {title: "Verdict “deploy”, % of desks", titleX: 0, titleY: -8, titleBaseline: "bottom"},
        },
      },
      layer: [
        {mark: {type: "line", color: ink.accentSoft}, encoding: {y: {field: "share", type: "quantitative"}}},
        {
          mark: {type: "rule", color: ink.accent, strokeWidth: 2},
          encoding: {y: {field: "lower", type: "quantitative"}, y2: {field: "upper"}},
        },
        {
          mark: {type: "point", filled: true, size: 60, color: ink.accent},
          encoding: {y: {field: "share", type: "quantitative"}},
        },
      ],
    }),
    {
      title:
        by === "days"
          ? "How often a helpful model is deployed, by length of the record"
          : "How often a model is deployed, by what it is worth",
      subtitle: "Dots: share of simulated desks; bars: exact 95 % intervals",
      label: `Share of simulated desks with the verdict deploy by ${label.toLowerCase()}: it rises from ${rows[0].share.toFixed(0)} to ${rows[rows.length - 1].share.toFixed(0)} per cent.`,
      artifact,
      height: 300,
      table: {
        rows,
        columns: [
          {label, cell: (r) => formatValue(r.x, "ratio")},
          {label: "Desks", unit: "count", cell: (r) => r.desks},
          {label: "“deploy”", cell: (r) => formatValue(r.share / 100, "share")},
          {
            label: "Interval",
            cell: (r) => `${formatValue(r.lower / 100, "share")} to ${formatValue(r.upper / 100, "share")}`,
          },
        ],
      },
    },
  );
}
