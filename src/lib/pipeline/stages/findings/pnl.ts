import type {DeskPnl} from "../../../ingest/index.ts";
import type {FindingDraft} from "../../../study/index.ts";

const METHODS = {
  fifo: "first in, first out: the oldest open lot is closed first",
  average: "average cost: what is closed is valued at the mean price of the position",
} as const;

/** What fills say of each day's P&L, and how far a daily summary agrees with them. */
export function pnlFindings({pnl, derived, reconciliation}: DeskPnl): FindingDraft[] {
  const method = `Computed in DuckDB from single fills, ${METHODS[pnl.method]}; sums are of whole units, exact.`;
  const count = (id: string, label: string, value: number, more: Partial<FindingDraft> = {}): FindingDraft => ({
    id: `pnl.${id}`,
    label,
    value,
    unit: "count",
    n: null,
    method,
    artifact: "pnl.json",
    ...more,
  });
  const sum = (of: "net" | "fees" | "fills") => pnl.days.reduce((total, day) => total + day[of], 0);
  const money = (id: string, label: string, value: number): FindingDraft =>
    count(id, label, value, {unit: "currency", n: pnl.days.length, of: "trader-days", artifact: "fills-panel.arrow"});
  return [
    count("fills", "Fills that count in P&L", sum("fills")),
    money("net", "Net P&L that the fills give", sum("net")),
    money("fees", "Fees on the fills", sum("fees")),
    count("derived_accounts", "Accounts whose days come from their fills", derived.length),
    count("open_positions", "Positions still open after the last fill", pnl.positions.length),
    count(
      "unmarked_days",
      "Days on which a position was held overnight without a market close of its symbol",
      pnl.unmarked.reduce((total, {days}) => total + days.length, 0),
      {of: "symbol-days"},
    ),
    ...(reconciliation === null ? [] : compared(reconciliation)),
  ];
}

function compared({
  days,
  agreeing,
  tolerance,
  totals,
  differences,
}: NonNullable<DeskPnl["reconciliation"]>): FindingDraft[] {
  const method = `The net P&L that fills give against that of the daily summary, an account and day at a time; up to ${tolerance} counts as rounding.`;
  const finding = (id: string, label: string, value: number | null, unit: FindingDraft["unit"]): FindingDraft => ({
    id: `reconciliation.${id}`,
    label,
    value,
    unit,
    n: days,
    of: "account-days",
    method,
    artifact: "reconciliation.json",
    ...(value === null ? {note: "No day is in both."} : {}),
  });
  return [
    finding(
      "agreeing",
      "Days on which fills and the daily summary agree",
      days === 0 ? null : agreeing / days,
      "share",
    ),
    finding("differing", "Days on which they differ", days - agreeing, "count"),
    finding(
      "difference",
      "P&L of the fills less that of the summary, all days",
      totals.fills - totals.summary,
      "currency",
    ),
    finding("largest", "Largest difference of a day", differences[0]?.difference ?? 0, "currency"),
  ];
}
