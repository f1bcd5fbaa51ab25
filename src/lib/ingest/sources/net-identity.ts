import type {RawRow} from "../csv.ts";

/** A line of a daily summary, read. */
export interface ReadDay {
  readonly row: RawRow;
  readonly account: string;
  readonly date: string;
  readonly type: string;
  /** net, gross, orders, quantity, then the fees. */
  readonly values: readonly number[];
  readonly reformatted: number;
}

/** A cent and rounding of one. */
const CENT = 0.0151;

function gap({values}: ReadDay, sign: number): number {
  const fees = values.slice(4).reduce((sum, fee) => sum + (Number.isNaN(fee) ? 0 : fee), 0);
  return Math.abs(values[0] - (values[1] - sign * fees));
}

/** Costs are written above zero in some set-ups and below in others: the sign with which net = gross − fees holds most often. */
export function feeSign(days: readonly ReadDay[]): 1 | -1 {
  const fits = (sign: number) => days.filter((day) => gap(day, sign) <= CENT).length;
  return fits(-1) > fits(1) ? -1 : 1;
}

export function identity(days: readonly ReadDay[], sign: number): string[] {
  const judged = days.filter((day) => !Number.isNaN(day.values[1]));
  const off = judged.filter((day) => gap(day, sign) > CENT);
  if (off.length === 0) return [];
  return [
    `Net is not gross less the fees listed on ${off.length} of ${judged.length} lines (the first is line ${off[0].row.line}): net is used as it stands.`,
  ];
}
