import type {Plan} from "../../evaluate/types.ts";
import {h} from "../dom.ts";
import {formatDate, formatValue} from "../format.ts";
import {dataTable} from "../table.ts";

type Range = Plan["folds"][number]["train"];

/** How the days were split, in words and fold by fold. */
export function splitTable(
  {split, folds, traderGroups}: Pick<Plan, "split" | "folds" | "traderGroups">,
  days: readonly string[],
): HTMLElement {
  const dates = ({start, end}: Range) =>
    end > start
      ? end - start === 1
        ? formatDate(days[start])
        : `${formatDate(days[start])} – ${formatDate(days[end - 1])}`
      : "none";
  const count = ({start, end}: Range) => end - start;
  const length = (n: number) =>
    split.unit === undefined ? formatValue(n, "days") : `${n} calendar ${split.unit}${n === 1 ? "" : "s"}`;
  const windows = folds.filter(({newTraders}) => (newTraders?.group ?? 0) === 0);
  const kind = {
    expanding: "each fold trains on all days so far",
    rolling: "each fold trains on as many days as the first",
    anchored: "each fold trains on all days since the anchor",
  }[split.kind];
  return h(
    "div",
    {"data-artifact": "plan/plan.json"},
    h(
      "p",
      null,
      `The split is ${split.kind}: ${kind}, starting with ${length(split.train)}; test windows have ${length(split.test)}, and ${formatValue(split.purge + split.embargo, "days")} between ${split.purge + split.embargo === 1 ? "is" : "are"} left out.${traderGroups === undefined ? "" : ` Each window is tested once for each of ${traderGroups} groups of traders, by models of the other groups: whoever is tested is new to the model.`}`,
    ),
    dataTable({
      caption: "The split, fold by fold",
      artifact: "plan/plan.json",
      rows: windows,
      empty: "There are too few days for a fold.",
      columns: [
        {label: "Fold", unit: "count", cell: (f) => windows.indexOf(f) + 1},
        {label: "Train", cell: (f) => dates(f.train)},
        {label: "Days", unit: "count", cell: (f) => count(f.train)},
        {label: "Gap", unit: "count", term: "gap", cell: (f) => count(f.gap)},
        {label: "Test", cell: (f) => dates(f.test)},
        {label: "Days", unit: "count", cell: (f) => count(f.test)},
      ],
    }),
  );
}
