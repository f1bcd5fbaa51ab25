import type {Desk} from "../ingest/desk.ts";
import {float64, int32, type Table} from "../numeric/index.ts";
import {midranks} from "./auc.ts";
import {checkFacts, type WrongFact} from "./audit-facts.ts";
import type {AuditCheck} from "./types.ts";

/** No honest feature comes near this rank correlation with a day's P&L: an R² of a quarter. */
const MOST = 0.5;
/** Standard errors of zero beyond which a correlation is not luck, however many features are screened. */
const ERRORS = 5;
/** Traders with fewer rows have no ranks worth the name; larger panels are thinned to this many rows. */
const LEAST_ROWS = 10;
const SCREENED_ROWS = 20_000;

/**
 * Is the target among the features, under its own or another name? Screens each feature's rank correlation (Spearman, ranks
 * within each trader, so that any monotone transform of the target is found and differences between traders are not)
 * with the P&L of the row's own day. Finds what rewriting cannot: a copy that the source itself dates too early.
 *
 * A copy has |ρ| near 1; features that were known before rarely exceed 0.1, since daily P&L is mostly noise. The limit lies
 * between: the larger of 0.5 and 5 / √(days − 1), five standard errors under independence of days (a day's rows move
 * together, so days are counted, not rows).
 *
 * @param panel trader, day, net (the target), then the features.
 */
export function auditTarget({
  panel,
  desk,
}: {
  readonly panel: Table;
  readonly desk: Pick<Desk, "accounts" | "days">;
}): AuditCheck {
  const [trader, day, net] = [int32(panel, "trader"), int32(panel, "day"), float64(panel, "net")];
  const names = Object.keys(panel.columns).filter((name) => !["trader", "day", "net"].includes(name));
  const step = Math.max(1, Math.ceil(panel.rows / SCREENED_ROWS));
  const rows = Array.from({length: Math.ceil(panel.rows / step)}, (_, k) => k * step);
  const wrong: WrongFact[] = [];
  let screened = 0;
  let largest = {name: "", rho: 0};
  let limit = MOST;
  for (const name of names) {
    const found = correlation(float64(panel, name), net, {trader, day, rows});
    if (found === null) continue;
    screened++;
    const most = Math.max(MOST, ERRORS / Math.sqrt(found.days - 1));
    limit = Math.max(limit, most);
    if (Math.abs(found.rho) > Math.abs(largest.rho)) largest = {name, rho: found.rho};
    if (Math.abs(found.rho) > most)
      wrong.push({
        column: name,
        row: `${desk.accounts[trader[found.first]]} ${desk.days[day[found.first]]}`,
        what: `${name} ranks the days of a trader as their own P&L does: rank correlation ${found.rho.toFixed(2)}, limit ${most.toFixed(2)}.`,
      });
  }
  return checkFacts({
    id: "audit.target",
    title: "The target is not among the features",
    compared: screened,
    wrong,
    sound: `Of ${screened} features the one most like its own day's P&L is ${largest.name}: rank correlation ${largest.rho.toFixed(2)}, limit ${limit.toFixed(2)}.`,
    nothing: "No feature varies on enough days to be compared with the target.",
  });
}

interface ScreenRows {
  readonly trader: Int32Array;
  readonly day: Int32Array;
  readonly rows: readonly number[];
}

/** Pooled correlation of ranks within traders; null with fewer than 30 days, or where either side does not vary. */
function correlation(x: Float64Array, y: Float64Array, {trader, day, rows}: ScreenRows) {
  const present = rows.filter((r) => Number.isFinite(x[r]) && Number.isFinite(y[r]));
  const days = new Set(present.map((r) => day[r])).size;
  if (days < 30) return null;
  const byTrader = new Map<number, number[]>();
  for (const r of present) {
    const own = byTrader.get(trader[r]);
    if (own === undefined) byTrader.set(trader[r], [r]);
    else own.push(r);
  }
  let [xy, xx, yy] = [0, 0, 0];
  for (const own of byTrader.values()) {
    const n = own.length;
    if (n < LEAST_ROWS) continue;
    const rank = (of: Float64Array) => midranks(own.map((r) => of[r])).map((k) => (k - (n + 1) / 2) / n);
    const [a, b] = [rank(x), rank(y)];
    for (let k = 0; k < n; k++) {
      xy += a[k] * b[k];
      xx += a[k] * a[k];
      yy += b[k] * b[k];
    }
  }
  return xx > 0 && yy > 0 ? {rho: xy / Math.sqrt(xx * yy), days, first: present[0]} : null;
}
