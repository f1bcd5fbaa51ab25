import {ink} from "../../charts/theme.ts";

/** Pixels below which names take two lines. */
export const narrow = 560;
/** Breaks a name that is too long for a line in two at a space, as a Vega expression: a list of lines. */
export const brokenName = "split(replace(datum.label, regexp('^(?=[^|]{20})(.{10,}?) (.+)$'), '$1|$2'), '|')";

/** A row of a horizontal chart, named in words: in two lines where there is little room. In the order given, else of the data. */
export const named = (field: string, width: number, order: string[] | null = null) =>
  ({
    field,
    type: "nominal",
    sort: order,
    axis: {
      title: null,
      grid: false,
      labelColor: ink.text,
      labelLimit: Math.max(130, Math.min(260, width * 0.36)),
      ...(width < narrow ? {labelExpr: brokenName, labelLineHeight: 12} : {}),
    },
  }) as const;

/** A number along the bottom, with lines to read it by. */
export const along = (field: string, width: number, title: string) =>
  ({
    field,
    type: "quantitative",
    axis: {
      title,
      titleAnchor: width < narrow ? "end" : "start",
      titleAlign: width < narrow ? "right" : "left",
      titleLimit: width,
      grid: true,
      gridColor: ink.line,
      tickCount: Math.max(3, Math.min(7, Math.floor(width / 130))),
    },
  }) as const;

/** Height of a chart of rows: more a row where names take two lines. */
export const rowsHeight = (rows: number, width: number) => 58 + (width < narrow ? 32 : 26) * rows;

/** Blue where above zero, orange where below, grey at it. */
export const bySign = (field: string): {condition: {test: string; value: string}[]; value: string} => ({
  condition: [
    {test: `datum['${field}'] > 0`, value: ink.better},
    {test: `datum['${field}'] < 0`, value: ink.worse},
  ],
  value: ink.muted,
});
