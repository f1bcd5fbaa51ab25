import {h} from "../dom.ts";
import {formatValue} from "../format.ts";
import {define} from "../glossary.ts";
import {dataTable, type TableColumn} from "../table.ts";
import type {SliceImpact, SliceResult} from "./engine.ts";

export interface Results {
  readonly element: HTMLElement;
  update(result: SliceResult): void;
}

/** Where all of these numbers come from; the source card of a finding would name the same artifact. */
export const ARTIFACT = "policy/policy.arrow";

/** The effect and its two parts, what it was made of, and the hit rate beside chance: texts that change, in a frame that does not. */
export function sliceTotals(currency: string): Results {
  const slots = new Map<string, HTMLElement>();
  const slot = (name: string) => {
    const element = h("span", {class: "pb-value"});
    slots.set(name, element);
    return element;
  };
  const part = (name: string, label: string, says: string) =>
    h(
      "div",
      {class: "pb-sum-part"},
      h("p", {class: "pb-sum-label"}, label),
      h("p", {class: "pb-sum-value"}, slot(name)),
      h("p", {class: "pb-sum-says"}, says),
    );
  const sign = (text: string) => h("span", {class: "pb-sum-sign", "aria-hidden": "true"}, text);
  const fact = (name: string, label: string) => [h("dt", null, label), h("dd", null, slot(name))];
  const element = h(
    "div",
    {"data-artifact": ARTIFACT},
    h(
      "div",
      {class: "pb-sum"},
      part("delta", "Effect on P&L", "P&L with the policy minus P&L as it was."),
      sign("="),
      part("derisking", "De-risking", define("de-risking")),
      sign("+"),
      part("timing", "Timing", define("timing")),
    ),
    h("dl", {class: "pb-facts"}, [
      fact("actual", "P&L as it was"),
      fact("policy", "P&L with the policy"),
      fact("rows", "Trader-days"),
      fact("days", "Days"),
      fact("changed", "Changed by the policy"),
      fact("meanMultiplier", "Mean multiplier"),
      fact("hitRate", "Hit rate: changes that helped"),
      fact("chance", "As many changes at random"),
    ]),
  );
  return {
    element,
    update({total}) {
      const write = (name: string, text: string) => setText(slots.get(name)!, text);
      for (const name of ["delta", "derisking", "timing"] as const)
        write(name, formatValue(total[name], "currency", {currency, signed: true}));
      for (const name of ["actual", "policy"] as const) write(name, formatValue(total[name], "currency", {currency}));
      write("rows", formatValue(total.rows, "count"));
      write("days", formatValue(total.days, "count"));
      write("changed", changedText(total));
      write("meanMultiplier", formatValue(total.meanMultiplier, "ratio"));
      write("hitRate", formatValue(total.hitRate, "share"));
      write("chance", formatValue(total.chance, "share"));
    },
  };
}

function changedText({changed, rows}: SliceImpact): string {
  if (rows === 0) return "0";
  return `${formatValue(changed, "count")} (${formatValue(changed / rows, "share")} of them)`;
}

/** Rows that fill more than the box the table scrolls in. */
const LONG = 60;

type TraderRow = SliceResult["traders"][number];

/**
 * One row a trader. Rows stay where they are and only cells that differ are written, so that scrolling and focus hold and
 * a table of hundreds of traders costs little; it is made anew only where other traders come in or fall out.
 */
export function sliceTraders(currency: string): Results {
  const money = (label: string, key: keyof SliceImpact, term?: string): TableColumn<TraderRow> => ({
    label,
    term,
    unit: "currency",
    cell: (row) => formatValue(row[key], "currency", {currency, signed: true}),
  });
  const columns: TableColumn<TraderRow>[] = [
    {label: "Trader", cell: (row) => row.trader},
    {label: "Days", unit: "count", cell: (row) => formatValue(row.rows, "count")},
    {label: "Changed", unit: "count", cell: (row) => formatValue(row.changed, "count")},
    money("As it was", "actual"),
    money("With policy", "policy"),
    money("Effect", "delta"),
    money("De-risking", "derisking", "de-risking"),
    money("Timing", "timing", "timing"),
    {label: "Hit rate", unit: "share", cell: (row) => (row.hitRate === null ? "–" : formatValue(row.hitRate, "share"))},
  ];
  const make = (rows: readonly TraderRow[]) =>
    dataTable({caption: "Traders in this slice", columns, rows, artifact: ARTIFACT, quiet: true});
  const element = make([]);
  element.classList.add("pb-slice-table");
  let shown = "";
  return {
    element,
    update({traders}) {
      const body = element.querySelector("tbody")!;
      const names = JSON.stringify(traders.map((row) => row.trader));
      if (names !== shown) body.replaceWith(make(traders).querySelector("tbody")!);
      else
        for (const [k, row] of traders.entries())
          for (const [c, {cell}] of columns.entries()) setText(body.rows[k].cells[c], String(cell(row)));
      shown = names;
      element.classList.toggle("pb-slice-long", traders.length > LONG);
    },
  };
}

/** Writes a text only where it differs: an element that is not touched need not be laid out again. */
function setText(element: HTMLElement, text: string): void {
  const {firstChild} = element;
  if (firstChild === null) element.append(text);
  else if (firstChild.nodeValue !== text) firstChild.nodeValue = text;
}
