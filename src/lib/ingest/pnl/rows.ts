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
        fill.booked ? fill.date : null,
        ...[
          fill.account,
          timeText(fill),
          fill.symbol,
          sideText(fill),
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

/** What is closed for nothing has expired: the words say that it closes, else a price of 0 is a mistake. */
function sideText({side, price, effect}: Pick<SourceFill, "side" | "price" | "effect">): string {
  if (price !== 0 || effect !== "close") return side;
  return side === "buy" ? "buy to close" : "sell to close";
}

/** Date, time of day to the microsecond and zone, as the check of a row reads them. */
function timeText({date, time, zone, booked}: Pick<SourceFill, "date" | "time" | "zone" | "booked">): string {
  if (Number.isNaN(time)) return date;
  // 24:00 and a leap second end the date that is written: they do not begin the next
  const micros = Math.min(Math.round(time * 1e6), booked ? Number.POSITIVE_INFINITY : 86_399_999_999);
  const days = Math.floor(micros / 86_400_000_000);
  const rest = micros - days * 86_400_000_000;
  const seconds = Math.floor(rest / 1e6);
  const two = (n: number) => String(Math.floor(n)).padStart(2, "0");
  const clock = `${two(seconds / 3600)}:${two((seconds % 3600) / 60)}:${two(seconds % 60)}.${String(rest % 1e6).padStart(6, "0")}`;
  const day = days === 0 ? date : isoDate(fromIso(date) + days);
  return `${day} ${clock}${zone === null ? "" : zone.includes("/") ? ` ${zone}` : zone}`;
}
