import {chart} from "../chart.ts";
import {cumulative, decomposition, type TimeRow} from "../charts/lines.ts";
import {type TraderDot, traderDots} from "../charts/trader-dots.ts";
import {type Parts, waterfall} from "../charts/waterfall.ts";
import type {Findings} from "../finding.ts";
import {formatDate, formatInterval, formatValue} from "../format.ts";
import type {Desk} from "../traders.ts";

const currencyOf = (findings: Findings) => findings.file.study.currency;
const moneyColumns = (currency: string, pairs: readonly (readonly [string, string])[]) => [
  {label: "Day", cell: (r: TimeRow) => formatDate(r.date)},
  ...pairs.map(([key, label]) => ({label, unit: "currency" as const, currency, cell: (r: TimeRow) => Number(r[key])})),
];

/** Cumulated P&L as it was and with the policy. */
export function cumulativeFigure(
  rows: readonly TimeRow[],
  findings: Findings,
  artifact = "impact/daily-impact.arrow",
  height = 340,
): HTMLElement {
  const currency = currencyOf(findings);
  return chart((width) => cumulative(rows, {currency, width, height}), {
    title: "Net P&L so far, as it was and with the policy",
    subtitle: `${currency}, cumulated over the days that could be judged`,
    label: `Two lines over time: cumulated net P&L as it was and as it would have been with the policy.`,
    artifact,
    height,
    table: {
      rows,
      columns: moneyColumns(currency, [
        ["actual", "As it was"],
        ["policy", "With policy"],
      ]),
    },
  });
}

/** The difference of the two lines, and its parts; null where there is none on any day. */
export function decompositionFigure(rows: readonly TimeRow[], findings: Findings): HTMLElement | null {
  if (rows.every((r) => r.delta === 0 && r.timing === 0)) return null;
  const currency = currencyOf(findings);
  return chart((width) => decomposition(rows, {currency, width}), {
    title: "The effect so far: de-risking and timing",
    subtitle: `${currency}, cumulated. The two parts add up to the effect on every day`,
    label: "Three lines over time: the cumulated effect of the policy, its de-risking part and its timing part.",
    artifact: "impact/daily-impact.arrow",
    height: 260,
    table: {
      rows,
      columns: moneyColumns(currency, [
        ["delta", "Effect"],
        ["derisking", "De-risking"],
        ["timing", "Timing"],
      ]),
    },
  });
}

/** Timing and its interval for each trader; on a large desk, the best and the worst twenty. Null if none was changed. */
export function traderFigure(findings: Findings, desk: Desk, signal: string): HTMLElement | null {
  const currency = currencyOf(findings);
  const dots = desk.slugs.flatMap((slug, k): TraderDot[] => {
    const id = `impact.${signal}.trader.${slug}.timing`;
    const f = findings.has(id) ? findings.get(id) : null;
    if (f === null || typeof f.value !== "number" || (f.value === 0 && !f.interval)) return [];
    const [lower, upper] = f.interval ?? [null, null];
    return [
      {trader: desk.accounts[k], value: f.value, interval: lower === null || upper === null ? null : [lower, upper]},
    ];
  });
  if (dots.length === 0) return null;
  const ranked = [...dots].sort((a, b) => b.value - a.value);
  const shown = ranked.length > 40 ? [...ranked.slice(0, 20), ...ranked.slice(-20)] : ranked;
  const level = findings.file.findings.find(
    (f) => f.id.endsWith(".timing") && f.id.includes(".trader.") && f.level !== undefined,
  )?.level;
  return chart((width) => traderDots(shown, {currency, width}), {
    title: "Timing, trader by trader",
    subtitle: `${currency}${level === undefined ? "" : `, with ${formatValue(level, "share")} intervals`}. ▲ above zero, ▼ below zero, ● cannot be told from zero${shown.length < dots.length ? ". The twenty best and the twenty worst" : ""}`,
    label:
      "A dot for each trader at the timing part of the policy's effect, with its interval, ranked from best to worst.",
    artifact: "impact/impact.json",
    height: 40 + 26 * shown.length,
    table: {
      rows: ranked,
      columns: [
        {label: "Trader", cell: (d) => d.trader},
        {label: "Timing", unit: "currency", currency, cell: (d) => d.value},
        {
          label: "Interval",
          unit: "currency",
          cell: (d) => (d.interval === null ? null : formatInterval(d.interval, "currency", {currency, signed: true})),
        },
      ],
    },
  });
}

/** From what was earned to what the policy would have earned. */
export function waterfallFigure(findings: Findings, prefix: string): HTMLElement | null {
  const currency = currencyOf(findings);
  const number = (name: string) => {
    const value = findings.has(`${prefix}.${name}`) ? findings.get(`${prefix}.${name}`).value : null;
    return typeof value === "number" ? value : null;
  };
  const range = (name: string) => {
    const [lower, upper] = findings.get(`${prefix}.${name}`).interval ?? [null, null];
    return lower === null || upper === null ? null : ([lower, upper] as const);
  };
  const [actual, derisking, timing, policy] = ["actual", "derisking", "timing", "policy"].map(number);
  if (actual === null || derisking === null || timing === null || policy === null) return null;
  const parts: Parts = {
    actual,
    derisking,
    timing,
    policy,
    deriskingInterval: range("derisking"),
    timingInterval: range("timing"),
  };
  const rows = (["actual", "derisking", "timing", "policy"] as const).map((name) => ({
    label: findings.get(`${prefix}.${name}`).label,
    value: parts[name],
  }));
  return chart((width) => waterfall(parts, {currency, width}), {
    title: "From what was earned to what the policy would have earned",
    subtitle: `${currency}. Thin lines are the intervals of the two steps`,
    label: "Bars: net P&L as it was, plus de-risking, plus timing, gives net P&L with the policy.",
    artifact: "impact/impact.json",
    height: 300,
    table: {
      rows,
      columns: [
        {label: "Part", cell: (r) => r.label},
        {label: "Amount", unit: "currency", currency, cell: (r) => r.value},
      ],
    },
  });
}

/** One trader's cumulated P&L as it was and with the policy. */
export function traderCumulativeFigure(
  trader: {readonly account: string; readonly cumulative: readonly TimeRow[]},
  findings: Findings,
): HTMLElement {
  return cumulativeFigure(trader.cumulative, findings, "policy/policy.arrow", 300);
}
