import {fromIso, isoDate} from "../calendar.ts";
import type {SourceFill} from "../sources/types.ts";
import type {Engine} from "./engine.ts";

/** Copies fills that a source has read into `raw`. */
export async function rowsToRaw(
  engine: Engine,
  rows: readonly SourceFill[],
  file: number,
  feeKinds: readonly string[],
): Promise<void> {
  await engine.fill("raw", (append) => {
    rows.forEach((fill, i) => {
      append([
        file,
        i + 1,
        "YYYY-MM-DD",
        ...[
          fill.account,
          timeText(fill),
          fill.symbol,
          fill.side,
          text(fill.quantity),
          text(fill.price),
          fill.id,
          fill.currency,
        ],
        ...[fill.fxToBase, fill.multiplier].map((value) => (value === null ? null : text(value))),
        ...feeKinds.map((kind) => text(fill.fees[kind] ?? 0)),
      ]);
    });
  });
}

/** A number as text that keeps it: "NaN" is set aside as unreadable later. */
function text(value: number): string {
  return String(value);
}

/** Date, time of day to the microsecond and zone, as the check of a row reads them. */
function timeText({date, time, zone}: Pick<SourceFill, "date" | "time" | "zone">): string {
  if (Number.isNaN(time)) return date;
  const micros = Math.round(time * 1e6);
  const [days, rest] = [Math.floor(micros / 86_400_000_000), micros % 86_400_000_000];
  const seconds = Math.floor(rest / 1e6);
  const two = (n: number) => String(Math.floor(n)).padStart(2, "0");
  const clock = `${two(seconds / 3600)}:${two((seconds % 3600) / 60)}:${two(seconds % 60)}.${String(rest % 1e6).padStart(6, "0")}`;
  const day = days === 0 ? date : isoDate(fromIso(date) + days);
  return `${day} ${clock}${zone === null ? "" : zone.includes("/") ? ` ${zone}` : zone}`;
}
