import {chart} from "../../chart.ts";
import {discontinuity} from "../charts/discontinuity.ts";
import {dose} from "../charts/dose.ts";
import {balance, overlap} from "../charts/overlap.ts";
import {traderEffects} from "../charts/trader-effects.ts";
import type {DeskNames} from "../panel-tables.ts";
import type {ShownDesign} from "../shape.ts";
import {effectAndBand, truthColumn} from "./columns.ts";

/** How alike limited and free days are in their chance of a limit. */
export function overlapFigure({figures, artifact}: ShownDesign): HTMLElement | null {
  const found = figures.overlap;
  if (found === undefined) return null;
  const rows = found.treated.map((treated, k) => ({
    from: found.edges[k],
    to: found.edges[k + 1],
    treated,
    untreated: found.untreated[k],
  }));
  return chart((width) => overlap(found, {width}), {
    title: "Could each day have gone either way?",
    subtitle:
      "Above the line: days with a limit; below: days without. Share of each kind by estimated chance of a limit; days outside the dashed lines are left out",
    label:
      "Two histograms of the estimated chance of a limit, of limited days above and free days below a common line.",
    artifact,
    height: 260,
    table: {
      rows,
      columns: [
        {label: "Chance from", unit: "share", cell: (r) => r.from},
        {label: "to", unit: "share", cell: (r) => r.to},
        {label: "Limited trader-days", unit: "count", cell: (r) => r.treated},
        {label: "Free trader-days", unit: "count", cell: (r) => r.untreated},
      ],
    },
  });
}

/** Differences between limited and free days, before and after weighting. */
export function balanceFigure({figures, artifact}: ShownDesign, {features}: DeskNames): HTMLElement | null {
  if (figures.balance === undefined) return null;
  const rows = figures.balance.map((r) => ({...r, name: features.get(r.name) ?? r.name}));
  return chart((width) => balance(rows, {width}), {
    title: "Were limited days like the others?",
    subtitle:
      "Difference of each feature in standard deviations: hollow before weighting, full after; dashed lines at ±0.25, up to which regression takes out the rest",
    label: "For each feature the standardised difference between limited and free days before and after weighting.",
    artifact,
    height: 40 + 20 * rows.length,
    table: {
      rows,
      columns: [
        {label: "Feature", cell: (r) => r.name},
        {label: "Before", unit: "ratio", cell: (r) => r.before},
        {label: "After", unit: "ratio", cell: (r) => r.after},
      ],
    },
  });
}

/** Effects of all traders, raw and shrunk. */
export function traderEffectsFigure(
  {figures, artifact}: ShownDesign,
  {accounts, currency}: DeskNames,
): HTMLElement | null {
  const found = figures.traders;
  if (found === undefined) return null;
  const rows = found.rows.map((r) => ({...r, account: accounts[r.trader]}));
  const known = rows.some((r) => r.truth !== null);
  return chart((width) => traderEffects(rows, found.mean, {currency, width}), {
    title: "What a limit does to each trader",
    subtitle: `${currency} a limited day. Hollow: the trader's own days alone. Full: after borrowing from the desk's mean (dashed), with interval${known ? ". Upright bar: the truth" : ""}`,
    label: "For each trader a raw effect, a shrunk effect and its interval, largest first.",
    artifact,
    height: 40 + 26 * rows.length,
    table: {
      rows,
      columns: [
        {label: "Trader", cell: (r) => r.account},
        {label: "Limited days", unit: "count", cell: (r) => r.limited},
        {label: "Own days alone", unit: "currency", currency, cell: (r) => r.raw},
        {label: "Standard error", unit: "currency", currency, cell: (r) => r.standardError},
        {label: "Shrunk", unit: "currency", currency, cell: (r) => r.shrunk},
        {label: "Borrowed from the desk", unit: "share", cell: (r) => r.borrowed},
        ...truthColumn(rows, currency),
      ],
    },
  });
}

/** P&L and limits around the cut-off. */
export function discontinuityFigures({figures, artifact}: ShownDesign, {currency}: DeskNames): HTMLElement[] {
  const found = figures.discontinuity;
  if (found === undefined) return [];
  return (["treated", "outcome"] as const).map((of) =>
    chart((width) => discontinuity(found, of, {currency, width}), {
      title: of === "treated" ? "Limits follow the rule" : "Does P&L jump with them?",
      subtitle: `${of === "treated" ? "Share of days with a limit" : `Mean net P&L, ${currency}`} by ${found.score.toLowerCase()}; the rule calls for a limit beyond the dashed line; larger dots hold more trader-days`,
      label: `Means of ${of === "treated" ? "the share of limited days" : "net P&L"} in bins of the score, on both sides of the cut-off.`,
      artifact,
      height: 260,
      table: {
        rows: found.bins,
        columns: [
          {label: "Score", unit: "ratio", cell: (b) => b.score},
          {label: "Trader-days", unit: "count", cell: (b) => b.rows},
          {label: "With a limit", unit: "share", cell: (b) => b.treated},
          {label: "Mean net P&L", unit: "currency", currency, cell: (b) => b.outcome},
        ],
      },
    }),
  );
}

/** What more of a limit does. */
export function doseFigure({figures, artifact}: ShownDesign, {currency}: DeskNames): HTMLElement | null {
  const found = figures.dose;
  if (found === undefined) return null;
  return chart((width) => dose(found, {currency, width}), {
    title: "What a harder limit does",
    subtitle: `${currency} a limited day, against a light cut (dashed), by share of size taken away. The band holds for the whole curve (${Math.round(100 * found.level)} %)`,
    label: "A curve of the effect of a limit by how much size it takes away, with a band; zero at a light cut.",
    artifact,
    height: 280,
    table: {
      rows: found.points,
      columns: [
        {label: "Size taken away", unit: "share", cell: (p) => p.cut},
        ...effectAndBand<(typeof found.points)[number]>(
          currency,
          (p) => p.effect,
          (p) => p.interval,
        ),
      ],
    },
  });
}
