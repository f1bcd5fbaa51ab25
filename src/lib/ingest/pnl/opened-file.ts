import type {DateFormat} from "../dates.ts";
import type {Sql} from "../sql/index.ts";
import {decimalsOf} from "./decimal.ts";
import type {RawFile} from "./raw.ts";
import type {TypedFile} from "./typed.ts";
import type {AsideFill, FillColumns, FillInput, PnlOptions} from "./types.ts";

/** A file of fills whose header and first rows have been looked at. */
export interface OpenFile {
  readonly name: string;
  readonly columns: FillColumns;
  readonly dates: DateFormat;
  /** How it is read with typed columns; null: its first rows say that it cannot be. */
  readonly typed: Pick<TypedFile, "from" | "column" | "precision" | "stamp" | "kept"> | null;
  /** How it is read as text. */
  readonly text: Pick<RawFile, "from" | "column" | "row">;
  /** The column in which rows say that they were simulated; null: there is none. */
  readonly mark: Sql | null;
  /** Lines that could not be split, after the file was read as text. */
  readonly rejects: () => Promise<AsideFill[]>;
  /** Line of the n-th row that could be split. */
  readonly line: (row: number, rejects: readonly AsideFill[]) => number;
  readonly notes: readonly string[];
}

/** A file that the database reads. */
export type FileInput = Extract<FillInput, {readonly path: string}>;

/** Decimals that prices from elsewhere need: closes and expiries are kept as fills' prices are. */
export function outsideDecimals({closes = [], expiries = []}: PnlOptions): number {
  let places = 0;
  for (const {close} of closes) places = Math.max(places, decimalsOf(close));
  for (const {price} of expiries) places = Math.max(places, decimalsOf(price));
  return places;
}
