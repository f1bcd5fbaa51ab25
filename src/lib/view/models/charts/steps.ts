import type {TopLevelSpec} from "vega-lite";
import {type Layer, layered, type Size} from "../../charts/common.ts";
import {ink} from "../../charts/theme.ts";
import {formatValue} from "../../format.ts";
import {along, brokenName, bySign, named, narrow} from "./axes.ts";

export interface Step {
  readonly label: string;
  readonly from: number;
  readonly to: number;
  /** A step, or a level that is reached: the start and the end. */
  readonly kind: "step" | "level";
}

/** In a label, between a feature and its value: where there is no room for both in a line, the value goes below. */
export const between = " = ";
/** From the base to the output of one row, from top to bottom: each bar begins where the one above it ended. */
export function steps(list: readonly Step[], {width, height, title}: Size & {readonly title: string}): TopLevelSpec {
  const data = list.map((s, k) => ({
    ...s,
    amount: s.kind === "step" ? s.to - s.from : 0,
    text: formatValue(s.kind === "step" ? s.to - s.from : s.to, "ratio", {signed: s.kind === "step"}),
    next: list[k + 1]?.label ?? s.label,
  }));
  const row = width < narrow ? 44 : 26;
  const order = list.map((s) => s.label);
  const name = named("label", width, order);
  const y =
    width < narrow
      ? {
          ...name,
          axis: {...name.axis, labelExpr: brokenName.replace("datum.label", `replace(datum.label, '${between}', '|')`)},
        }
      : name;
  const x = (field: string) => ({...along(field, width - 60, title), scale: {zero: false, padding: 46}});
  const tooltip = [
    {field: "label", title: "Step"},
    {field: "text", title: "Amount"},
  ];
  const layer: Layer[] = [
    {
      transform: [{filter: "datum.kind == 'step'"}],
      mark: {type: "bar", height: 13, tooltip: true},
      encoding: {y, x: x("from"), x2: {field: "to"}, color: bySign("amount"), tooltip},
    },
    {
      mark: {type: "tick", orient: "vertical", thickness: 2, size: 20, color: ink.text, tooltip: true},
      encoding: {y, x: x("to"), tooltip},
    },
    // Beside the end of its bar; where there is little room to the right of it, away from the names.
    ...([1, -1] as const).map(
      (side): Layer => ({
        transform: [{filter: side === 1 ? "datum.to >= datum.from" : "datum.to < datum.from"}],
        mark: {
          type: "text",
          align: side === 1 || width < narrow ? "left" : "right",
          baseline: "middle",
          dx: width < narrow ? 6 : 6 * side,
          fontSize: 11,
        },
        encoding: {y, x: x(side === -1 && width < narrow ? "from" : "to"), text: {field: "text"}},
      }),
    ),
  ];
  return layered({width, height: height ?? 58 + row * data.length}, layer, data);
}
