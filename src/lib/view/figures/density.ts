import type {SkillDetail} from "../../evaluate/detail/skill-detail.ts";
import {chart} from "../chart.ts";
import {density} from "../charts/density.ts";
import {formatInterval} from "../format.ts";
import type {Density} from "../shape/density.ts";

const says: Readonly<Record<SkillDetail["kind"], string>> = {
  net: "Dots: means of tenths of the rows, with intervals; they lie on the dashed line where predictions are right on average",
  quantile: "Below the dashed line, net P&L fell below the predicted level",
  probability: "A useful probability shows fewer gains to the right",
};

/** Out-of-sample predictions against what happened; null without rows. */
export function densityFigure(
  found: Density | null | undefined,
  {kind, tenths}: Pick<SkillDetail, "kind" | "tenths">,
  label: string,
  currency: string,
): HTMLElement | null {
  if (!found) return null;
  const spec = (width: number) => density(found, tenths, {kind, currency, width});
  const common = {
    title: "Predicted and happened, out of sample",
    subtitle: `${currency} a trader-day; the darker, the more rows. Cells at the edge also hold what lies beyond. ${says[kind]}`,
    label: `Cells by what ${label} predicted and what happened, darker where there are more rows${kind === "probability" ? "" : ", with the line on which both are equal"}.`,
    artifact: "predictions/predictions.arrow",
    height: 380,
  };
  if (tenths.length === 0)
    return chart(spec, {
      ...common,
      table: {
        rows: found.cells,
        columns: [
          {
            label: "Predicted from",
            unit: kind === "probability" ? "share" : "currency",
            currency,
            cell: ([column]) => found.x[column],
          },
          {label: "Happened from", unit: "currency", currency, cell: ([, row]) => found.y[row]},
          {label: "Rows", unit: "count", cell: ([, , count]) => count},
        ],
      },
    });
  return chart(spec, {
    ...common,
    table: {
      rows: tenths.map((tenth, k) => ({...tenth, tenth: k + 1})),
      columns: [
        {label: "Tenth", unit: "count", cell: (r) => r.tenth},
        {label: "Predicted, mean", unit: "currency", currency, cell: (r) => r.predicted},
        {label: "Happened, mean", unit: "currency", currency, cell: (r) => r.actual},
        {
          label: "Interval",
          unit: "currency",
          cell: (r) => (r.interval === null ? null : formatInterval(r.interval, "currency", {currency, signed: true})),
        },
        {label: "Rows", unit: "count", cell: (r) => r.n},
      ],
    },
  });
}
