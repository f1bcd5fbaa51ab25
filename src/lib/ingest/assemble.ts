import type {Origin} from "../study/index.ts";
import {abilitiesOf} from "./abilities.ts";
import {type Aside, type CheckedFile, type ContractOptions, checkFile, type Row} from "./contract.ts";
import type {Desk, DeskTruth, FileReport} from "./desk.ts";
import {IngestError, listed, shown} from "./error.ts";
import {FILL_COLUMNS, totalFills} from "./fills.ts";
import {knownPositions, type PositionsSaid} from "./known-positions.ts";
import type {LargeFillFacts} from "./large-desk.ts";
import {mergeFiles, sumAccounts, type TraderOfAccount, underTraders} from "./merge.ts";
import {partsOf, tradersFromFills} from "./place.ts";
import {qualityChecks} from "./quality.ts";
import {requireDays} from "./require-days.ts";
import {keyOf, requireRows, setAsideRepeats, setAsideTable, setAsideWhere} from "./set-aside.ts";
import {requireSignals, type WantedSignal} from "./signals.ts";
import type {FileKind, Source} from "./source.ts";
import {sourceChecks} from "./source-checks.ts";
import {readSide} from "./sources/sides.ts";
import {
  type Axes,
  axesOf,
  dailyTable,
  interventionsTable,
  marketTable,
  predictionsTable,
  sortedRows,
} from "./tables.ts";
import {tradingCalendar} from "./trading-calendar.ts";

export interface AssembleOptions extends ContractOptions {
  /** Columns of predictions.csv that the study names: an error if they are not there. Default: none. */
  readonly signals?: readonly WantedSignal[];
  /** Account → trader; accounts that are not named are traders themselves. */
  readonly traders?: TraderOfAccount;
  /** The study's currency: rows in another one need a rate. */
  readonly currency?: string;
  /** For simulated desks only. */
  readonly truth?: DeskTruth | null;
  /** What the study says of positions that no fill says: held before the first, split, expired. */
  readonly positions?: PositionsSaid;
  /** What is known of fills that the database reads alone. */
  readonly large?: LargeFillFacts;
  /** Where the rows come from, once it is known whether any row says that it was simulated. */
  readonly origin: (rowsMarkedSimulated: boolean) => Origin;
}

const ORDER: readonly FileKind[] = ["daily", "predictions", "fills", "market", "interventions"];

/**
 * Makes a desk of sources, read from files or simulated, through one contract. Rows that break it, repeat another or
 * belong to no daily row are set aside with the reason: rows read = used + set aside, for each source.
 * @throws IngestError where a source as a whole cannot be used.
 */
export function deskFromSources(sources: readonly Source[], options: AssembleOptions): Desk {
  return deskFromChecked(
    sources.map((source) => checkFile(source, options)),
    options,
  );
}

/** As `deskFromSources`, of files that were read and checked one by one; several of a kind count as one. */
export function deskFromChecked(checked: readonly CheckedFile[], options: AssembleOptions): Desk {
  const {large} = options;
  const files = new Map<FileKind, CheckedFile>();
  for (const kind of ORDER) {
    const own = checked.filter((file) => file.spec.kind === kind);
    if (own.length > 0) files.set(kind, settle(underTraders(mergeFiles(own), options.traders ?? {})));
  }
  const daily = files.get("daily");
  if (daily === undefined) requireDays(checked);
  if (daily === undefined) throw new RangeError("invalid sources; no daily rows among them");
  requireRows(daily);
  const keys = new Set(daily.rows.map((row) => keyOf(row.account, row.date)));
  for (const kind of ["predictions", "fills", "interventions"] as const) {
    const file = files.get(kind);
    if (file === undefined) continue;
    const why = `no usable row in ${daily.source.name} for this account and date`;
    files.set(
      kind,
      setAsideWhere(file, (row) => (keys.has(keyOf(row.account, row.date)) ? null : why)),
    );
  }
  const all = ORDER.flatMap((kind) => files.get(kind) ?? []);
  for (const file of all) requireRows(file);
  const axes = axesOf(daily);
  const rows = sumAccounts(sortedRows(daily, axes));
  const [predictions, fills, market, interventions] = ORDER.slice(1).map((kind) => files.get(kind) ?? null);
  const given = FILL_COLUMNS.find((name) => daily.numbers.includes(name));
  const names = [...(fills === null ? [] : [fills.source.name]), ...(large?.reports.map(({file}) => file) ?? [])];
  if (names.length > 0 && given !== undefined)
    throw new IngestError(daily.source.name, {
      what: `it has a column ${given}, and ${listed(names)} gives one too`,
      fix: `rename or remove the column, or remove ${listed(names)}`,
    });
  if (options.signals !== undefined) requireSignals(predictions, options.signals);
  const positions = knownPositions(options.positions ?? {}, options.traders);
  const totals = large?.totals ?? (fills && totalFills(fills, positions));
  const tables = {
    daily: dailyTable(rows, daily.numbers, axes, totals),
    predictions: predictions && predictionsTable(sortedRows(predictions, axes), predictions.numbers, axes),
    interventions: interventions && interventionsTable(sortedRows(interventions, axes), interventions.numbers, axes),
    market: market && marketTable(market, axes),
  };
  const desk = {
    origin: options.origin(all.some((file) => file.simulated)),
    accounts: axes.accounts,
    days: axes.days,
    ...tables,
    truth: options.truth ?? null,
    setAside: setAsideTable(all, large?.aside),
  };
  const calendar = tradingCalendar(
    axes.days,
    all,
    daysSetAside(daily, [...(fills?.aside ?? []), ...(large?.aside ?? [])], rows, axes),
    large?.ends,
  );
  return {
    ...desk,
    quality: {
      files: [...all.flatMap(reportsOf), ...(large?.reports ?? [])],
      checks: [...qualityChecks({...desk, calendar}, all, rows, large), ...sourceChecks(all, options)],
      abilities: abilitiesOf(desk, totals),
      calendar,
    },
  };
}

/**
 * Trader-days of the desk that have daily rows set aside, or fills where days are made of fills, and no row that is used, in
 * order.
 */
function daysSetAside(daily: CheckedFile, ofFills: readonly Aside[], rows: readonly Row[], {trader, day, days}: Axes) {
  const used = new Set(rows.map((row) => trader.get(row.account)! * days.length + day.get(row.date)!));
  const derived = tradersFromFills(daily);
  const made = ofFills.filter(({account}) => derived.has(account ?? ""));
  const places = [...daily.aside, ...made].flatMap(({account, date}) => {
    const [t, d] = [trader.get(account ?? ""), day.get(date ?? "")];
    return t === undefined || d === undefined || used.has(t * days.length + d) ? [] : [t * days.length + d];
  });
  const sorted = [...new Set(places)].sort((a, b) => a - b);
  return {trader: sorted.map((k) => Math.floor(k / days.length)), day: sorted.map((k) => k % days.length)};
}

/** What a file's rows must satisfy among themselves. */
function settle(file: CheckedFile): CheckedFile {
  const at = (name: string) => file.numbers.indexOf(name);
  switch (file.spec.kind) {
    case "predictions": {
      const signals = file.numbers.flatMap((name, k) => (name === "fold" ? [] : [k]));
      if (signals.length === 0)
        throw new IngestError(file.source.name, {
          what: "no column holds predictions",
          found: listed(file.columns.map((c) => c.name)),
          fix: "add a column of numbers for each prediction, such as loss_probability or value_at_risk_5",
        });
      const empty = (row: Row) => signals.every((k) => Number.isNaN(row.values[k]));
      return setAsideRepeats(setAsideWhere(file, (row) => (empty(row) ? "every prediction is missing" : null)));
    }
    case "fills":
      return setAsideWhere(file, (row) => whyNoFill(row, row.values[at("quantity")]));
    case "market": {
      const [high, low] = [at("high"), at("low")];
      return setAsideRepeats(
        setAsideWhere(file, (row) => (row.values[high] < row.values[low] ? "high is below low" : null)),
      );
    }
    default:
      return setAsideRepeats(file);
  }
}

function whyNoFill(row: Row, quantity: number): string | null {
  if (quantity === 0) return "quantity is 0: not a fill";
  return quantity < 0 && readSide(row.side) === "buy"
    ? `side ${shown(row.side)} says that it was bought, and the quantity is negative (${quantity})`
    : null;
}

/** One report a file; rows that were computed from those of another are no rows of a file. */
function reportsOf(file: CheckedFile): FileReport[] {
  return partsOf(file)
    .filter((part) => part.derived !== true)
    .map((part) => {
      const isOwn = ({file: name}: {readonly file?: string}) => file.parts === undefined || name === part.source.name;
      const rows = file.rows.filter(isOwn);
      const report = {
        file: part.source.name,
        sha256: part.source.sha256,
        bytes: part.source.bytes,
        rowsRead: part.rowsRead,
        rowsUsed: rows.reduce((n, row) => n + 1 + (row.more?.length ?? 0), 0),
        rowsSetAside: file.aside.filter(isOwn).length,
        dateFormat: part.dates.format ?? "none",
        columns: part.columns,
        reformatted: rows.reduce((sum, row) => sum + row.reformatted, 0),
        ...(part.joined ? {joinedLines: part.joined} : {}),
        ...(part.source.encoding === undefined || part.source.encoding === "UTF-8"
          ? {}
          : {encoding: part.source.encoding}),
        ...(part.taken === undefined ? {} : {taken: part.taken}),
      };
      if (report.rowsRead !== report.rowsUsed + report.rowsSetAside)
        throw new Error(
          `${report.file}: ${report.rowsRead} rows read, ${report.rowsUsed} used, ${report.rowsSetAside} set aside`,
        );
      return report;
    });
}
