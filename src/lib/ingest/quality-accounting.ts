import type {CheckedFile, Row} from "./contract.ts";
import type {QualityCheck} from "./desk.ts";
import {counted} from "./error.ts";
import {check} from "./quality-check.ts";

/** Half a cent of rounding on each of three amounts, and what floating point adds. */
const CENTS = 0.0151;
/** Beyond this share of rows, net is made of more than gross and fees: a fact of the file, not a fault of rows. */
const SYSTEMATIC = 0.5;

/** Whether a day's amounts fit each other: net = gross − fees, and one convention of signs. */
export function accountingChecks(daily: CheckedFile, rows: readonly Row[], at: (row: Row) => string): QualityCheck[] {
  const [gross, fees] = ["gross", "fees"].map((name) => daily.numbers.indexOf(name));
  const known =
    gross < 0 || fees < 0
      ? []
      : rows.flatMap((row): Amounts[] => {
          const [n, g, f] = [row.values[0], row.values[gross], row.values[fees]];
          return Number.isNaN(g) || Number.isNaN(f) ? [] : [{row, net: n, gross: g, fees: f}];
        });
  const unfit = known.filter((each) => !fitsAsGiven(each));
  const isTurned = (each: Amounts) => near(-each.net, each.gross - Math.abs(each.fees), each);
  const turned = unfit.filter(isTurned);
  const off = unfit.filter((each) => !isTurned(each));
  const say = ({row, net, gross, fees}: Amounts) => `${at(row)}: net ${net}, gross ${gross}, fees ${fees}`;
  const systematic = off.length > SYSTEMATIC * known.length;
  return [
    check(
      "net-identity",
      "Days on which gross less fees is not net",
      systematic ? "info" : "warning",
      off.map(say),
      systematic
        ? "It is so on most days: net holds more than gross and these fees (other charges, interest). Net is used as it stands."
        : "Net is used as it stands. One of the three is wrong, or something else was booked on these days.",
    ),
    check(
      "net-sign",
      "Days on which net has the opposite sign of gross less fees",
      "error",
      turned.map(say),
      "Gains count as losses on these days, and losses as gains: mend the sign at the source. Without gross and fees on file, a turned sign cannot be seen.",
    ),
    feeSign(rows, fees, at),
  ];
}

interface Amounts {
  readonly row: Row;
  readonly net: number;
  readonly gross: number;
  readonly fees: number;
}

function fitsAsGiven(each: Amounts): boolean {
  return near(each.net, each.gross - each.fees, each) || near(each.net, each.gross + each.fees, each);
}

function near(a: number, b: number, {gross}: Amounts): boolean {
  return Math.abs(a - b) <= CENTS + 1e-6 * Math.abs(gross);
}

/** Days with fees on either side; rebates make single fees negative, a change of convention turns nearly all from a date on. */
const RUN = 10;

function feeSign(rows: readonly Row[], fees: number, at: (row: Row) => string): QualityCheck {
  const paid = rows
    .filter((row) => fees >= 0 && row.values[fees] !== 0 && !Number.isNaN(row.values[fees]))
    .map((row) => ({row, sign: Math.sign(row.values[fees])}))
    .sort((a, b) => (a.row.date < b.row.date ? -1 : a.row.date > b.row.date ? 1 : 0));
  const positive = runningSum(paid.map(({sign}) => (sign > 0 ? 1 : 0)));
  const n = paid.length;
  const share = (from: number, to: number) => (positive[to] - positive[from]) / (to - from);
  let cut = -1;
  let clearest = 0.9;
  for (let k = RUN; k <= n - RUN; k++) {
    if (paid[k].row.date === paid[k - 1].row.date) continue;
    const difference = Math.abs(share(0, k) - share(k, n));
    if (difference <= clearest) continue;
    clearest = difference;
    cut = k;
  }
  return check(
    "fee-sign",
    "Fees whose sign changes for good",
    "warning",
    cut < 0 ? [] : [`${at(paid[cut].row)}: fees ${paid[cut].row.values[fees]}, of the other sign from here on`],
    "Costs became credits, or the other way round, on one date: features of fees mean something else before and after. Net is used as it stands.",
    cut < 0 ? 0 : n - cut,
  );
}

function runningSum(values: readonly number[]): number[] {
  const sums = [0];
  for (const value of values) sums.push(sums[sums.length - 1] + value);
  return sums;
}

/** Values that the contract allows and that cannot well be. */
export function plausibilityCheck(daily: CheckedFile, rows: readonly Row[], at: (row: Row) => string): QualityCheck {
  const [trades, volume] = ["trades", "volume"].map((name) => daily.numbers.indexOf(name));
  const found = rows.flatMap((row) => {
    const value = (k: number) => (k < 0 ? Number.NaN : row.values[k]);
    const why =
      Math.abs(row.values[0]) >= 1e9
        ? `net ${row.values[0]} is a thousand million or more`
        : !Number.isNaN(value(trades)) && !Number.isInteger(value(trades))
          ? `${value(trades)} trades are no whole number`
          : value(trades) > 0 && value(volume) === 0
            ? `${counted(value(trades), "trade")} and a volume of 0`
            : null;
    return why === null ? [] : [`${at(row)}: ${why}`];
  });
  return check(
    "ranges",
    "Values that are hard to believe",
    "warning",
    found,
    "The rows are used: check them at their source.",
  );
}
