import {formatInterval} from "../../format.ts";
import type {TableColumn} from "../../table.ts";

/** Columns of an effect and its band: in units of the currency, signed. */
export function effectAndBand<T>(
  currency: string,
  effect: (row: T) => number,
  band: (row: T) => readonly [number, number] | null,
): TableColumn<T>[] {
  return [
    {label: "Effect", unit: "currency", currency, cell: effect},
    {
      label: "Band",
      unit: "currency",
      cell: (row) => {
        const interval = band(row);
        return interval === null ? null : formatInterval(interval, "currency", {currency, signed: true});
      },
    },
  ];
}

/** The column of the truth, where any row knows it. */
export function truthColumn<T extends {readonly truth: number | null}>(
  rows: readonly T[],
  currency: string,
): TableColumn<T>[] {
  return rows.some((row) => row.truth !== null)
    ? [{label: "Truth", unit: "currency", currency, cell: (row) => row.truth}]
    : [];
}
