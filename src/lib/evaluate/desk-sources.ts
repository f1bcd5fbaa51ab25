import type {Desk} from "../ingest/desk.ts";
import {deskFromSources, type FileKind, namedText, type Source} from "../ingest/index.ts";
import {float64, int32, type Table, text} from "../numeric/index.ts";

/**
 * The desk's daily rows, market bars and interventions written out as files and read again through the contract, as a study
 * of such files would read them: what rows ingest accepts, merges and orders. Totals of fills come back as numbers of the
 * daily rows. Values are written in full, so that what was read is what is read again.
 */
export function readAgain(desk: Desk): Desk {
  const {accounts, days, market, interventions} = desk;
  const named = (t: Table) => [
    ["account_id", int32(t, "trader"), (i: number) => accounts[i]] as const,
    ["date", int32(t, "day"), (i: number) => days[i]] as const,
  ];
  const sources = [csvSource("daily", desk.daily, named(desk.daily))];
  if (market !== null && market.rows > 0)
    sources.push(
      csvSource("market", market, [
        ["date", text(market, "date"), (d: string) => d],
        ["symbol", text(market, "symbol"), (s: string) => s],
      ]),
    );
  // in another future every multiplier may be one that no desk could set: then nobody was limited, and there is no such file
  if (interventions !== null && float64(interventions, "multiplier").some((m) => m >= 0 && m <= 5))
    sources.push(csvSource("interventions", interventions, named(interventions)));
  return deskFromSources(sources, {origin: () => desk.origin, truth: desk.truth});
}

type KeyColumn =
  | readonly [name: string, values: Int32Array, show: (value: number) => string]
  | readonly [name: string, values: readonly string[], show: (value: string) => string];

function csvSource(kind: FileKind, t: Table, keys: readonly KeyColumn[]): Source {
  // a column without any value is one that the source did not have
  const numbers = Object.keys(t.columns).filter(
    (name) => t.columns[name] instanceof Float64Array && float64(t, name).some((v) => !Number.isNaN(v)),
  );
  const columns = numbers.map((name) => float64(t, name));
  const lines = [[...keys.map(([name]) => name), ...numbers].join(",")];
  for (let r = 0; r < t.rows; r++) {
    const cells = keys.map(([, values, show]) => quoted((show as (v: unknown) => string)(values[r])));
    for (const column of columns) cells.push(Number.isFinite(column[r]) ? String(column[r]) : "");
    lines.push(cells.join(","));
  }
  return {kind, ...namedText(`${kind}.csv`, new TextEncoder().encode(`${lines.join("\n")}\n`))};
}

const quoted = (cell: string) => (/[",]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
