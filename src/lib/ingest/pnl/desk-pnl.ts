import {dailyBars} from "../bars.ts";
import {fromIso, isoDate, weekday} from "../calendar.ts";
import type {CheckedFile} from "../contract.ts";
import {counted} from "../error.ts";
import {derivedDays, type FolderParts, forAccountsWithoutDays} from "../folder-parts.ts";
import {mergeFiles} from "../merge.ts";
import type {SourceDay} from "../sources/index.ts";
import {type OpeningPosition, openingInput, withoutOpening} from "./opening.ts";
import {fillsPnl} from "./pnl.ts";
import {type Reconciliation, reconcile, type SummaryDay} from "./reconcile.ts";
import {asUsed, onTradingDays, zoneNotes} from "./trading-days.ts";
import {
  type Close,
  type FillInput,
  type FillsPnl,
  PNL_STEPS,
  type PnlOptions,
  type PnlStep,
  type TraderDay,
} from "./types.ts";

/** What the study says of P&L, and what the machine has. */
export interface DeskPnlOptions
  extends Pick<
    PnlOptions,
    "method" | "currency" | "timeZone" | "rollover" | "splits" | "expiries" | "rates" | "threads"
  > {
  readonly overnight: "marked" | "when closed";
  readonly tolerance: number;
  /** What accounts held before their first fill; default: nothing. */
  readonly opening?: readonly OpeningPosition[];
  /** Told now and then how much of the work is done, from 0 to 1. */
  readonly progress?: (share: number) => void;
}

/** What fills give, beside the desk: `pnl.json`, and the panel. */
export interface DeskPnl {
  readonly pnl: FillsPnl;
  /** Accounts whose days come from the fills, having no daily rows. */
  readonly derived: readonly string[];
  /** null: no account has both fills and daily rows. */
  readonly reconciliation: Reconciliation | null;
}

/**
 * Computes the P&L of a folder's fills: days of accounts that no daily file speaks of are added to its parts, the others are
 * reconciled; fills that P&L cannot use are set aside in their file.
 * @param large files of fills that are read by the database alone; their rows are nowhere in `parts`.
 * @param until the last day that can be in the files.
 * @throws IngestError as `fillsPnl`.
 */
export async function addPnl(
  parts: FolderParts,
  large: readonly FillInput[],
  {overnight, tolerance, progress, opening = [], ...options}: DeskPnlOptions,
  until?: string,
): Promise<{parts: FolderParts; found: DeskPnl | null}> {
  const files = [...rowsByFile(parts), ...large];
  if (files.length === 0) return {parts, found: null};
  const inputs = [...files, ...openingInput(opening)];
  const closes = overnight === "marked" ? closesOf(parts.checked) : [];
  const asked = {...pnlOptions(options, {until}), closes};
  const pnl = withoutOpening(await fillsPnl(inputs, {...asked, progress: progress && forwards(progress)}), opening);
  const checked = onTradingDays(parts, pnl).map((file) => (file.spec.kind === "fills" ? asUsed(file, pnl) : file));
  const summary = summaryOf(parts.checked);
  const known = new Set(summary.map(({account}) => account));
  const days = forAccountsWithoutDays(parts.checked, pnl.days.map(asSourceDay), parts.traders);
  const derived = [...new Set(days.map(({account}) => account))].sort();
  const both = pnl.days.filter(({trader}) => known.has(trader));
  return {
    parts: {
      ...parts,
      checked:
        days.length === 0
          ? checked
          : [derivedDays(days, `P&L computed from ${counted(files.length, "file")} of fills`), ...checked],
    },
    found: {
      pnl: {...pnl, notes: [...pnl.notes, ...zoneNotes(parts.fills, options.timeZone ?? null)]},
      derived,
      reconciliation: both.length === 0 ? null : await reconciled(summary, both),
    },
  };

  /** The other method is tried only where the first does not explain the summary. */
  async function reconciled(given: readonly SummaryDay[], computed: readonly TraderDay[]): Promise<Reconciliation> {
    const first = reconcile(given, computed, {tolerance});
    if (!first.reasons.some(({reason}) => reason === "unknown")) return first;
    const method = options.method === "fifo" ? "average" : "fifo";
    const other = withoutOpening(await fillsPnl(inputs, {...asked, method}), opening);
    return reconcile(given, computed, {tolerance, other: other.days});
  }
}

/** What a study says of P&L, as `fillsPnl` takes it. */
export function pnlOptions(
  {
    method,
    currency,
    timeZone,
    rollover,
    splits,
    expiries,
    rates,
    threads,
  }: Omit<DeskPnlOptions, "overnight" | "tolerance" | "progress" | "opening">,
  {until, traders}: {readonly until?: string; readonly traders?: PnlOptions["traders"]} = {},
): PnlOptions {
  return {
    ...{method, currency, timeZone, rollover, splits, expiries, rates, threads, traders},
    until: until === undefined ? null : lastTradingDay(until, rollover ?? null),
  };
}

/** Where the trading day begins the evening before, the evening of the last day belongs to the next weekday. */
function lastTradingDay(until: string, rollover: string | null): string {
  if (rollover === null) return until;
  let day = fromIso(until) + 1;
  while (weekday(isoDate(day)) >= 6) day++;
  return isoDate(day);
}

/** About what share of all the work each step is. */
const WEIGHTS: Readonly<Record<PnlStep, number>> = {read: 0.7, "add up": 0.05, match: 0.15, mark: 0.1};

/** A step has several queries, each with a share of its own that starts at nothing: what is told never goes back. */
function forwards(tell: (share: number) => void): NonNullable<PnlOptions["progress"]> {
  let most = 0;
  return (step, share) => {
    most = Math.max(most, done(step, share));
    tell(most);
  };
}

function done(step: PnlStep, share: number | null): number {
  const before = PNL_STEPS.slice(0, PNL_STEPS.indexOf(step)).reduce((sum, each) => sum + WEIGHTS[each], 0);
  return before + WEIGHTS[step] * (share ?? 0);
}

function rowsByFile({fills}: FolderParts): FillInput[] {
  const files = new Map<string, FolderParts["fills"][number][]>();
  for (const fill of fills) {
    const own = files.get(fill.file);
    if (own === undefined) files.set(fill.file, [fill]);
    else own.push(fill);
  }
  return [...files].map(([name, rows]) => ({kind: "rows", name, rows}));
}

/** The close of each symbol and day on file; bars without a symbol mark nothing. */
function closesOf(checked: readonly CheckedFile[]): Close[] {
  const files = checked.filter((file) => file.spec.kind === "market");
  if (files.length === 0) return [];
  return dailyBars(mergeFiles(files)).flatMap(({date, symbol, close}) =>
    symbol === "" ? [] : [{date, symbol, close}],
  );
}

function summaryOf(checked: readonly CheckedFile[]): SummaryDay[] {
  return checked
    .filter((file) => file.spec.kind === "daily" && file.derived !== true)
    .flatMap((file) => {
      const value = (values: readonly number[], name: string) => {
        const k = file.numbers.indexOf(name);
        return k < 0 ? Number.NaN : values[k];
      };
      return file.rows.map(({account, date, values}) => ({
        account,
        date,
        net: value(values, "net"),
        gross: value(values, "gross"),
        fees: value(values, "fees"),
      }));
    });
}

function asSourceDay(day: TraderDay): SourceDay {
  return {
    file: "fills",
    line: 0,
    text: "",
    account: day.trader,
    date: day.date,
    net: day.net,
    gross: day.gross,
    fees: day.feesByKind,
    trades: Number.NaN, // round trips, which fills alone do not say; their number is in `fills`
    volume: day.shares,
    currency: null,
    fxToBase: null,
    more: [],
    reformatted: 0,
  };
}
