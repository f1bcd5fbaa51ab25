import {float64, int32, type Table} from "../numeric/index.ts";

/** Own trading days behind a scale, at most, and at least. */
const window = 60;
const enough = 5;
/** No trader's scale is below this share of the desk's: a few cents of fees are not a habit of trading in cents. */
const floorShare = 0.001;
/** Of a normal variable, the standard deviation over the mean absolute value: √(π/2). */
const normalConsistent = Math.sqrt(Math.PI / 2);

/**
 * Each row's trader volatility as known before that row's day, in study currency: √(π/2) × mean |net| over the trader's
 * last 60 own earlier rows with nonzero net. (Mean absolute value, since one tail day must not shrink all that follow;
 * nonzero rows, since days without trading say nothing about the size of the days with.) A trader with fewer than 5 such
 * rows is given the desk's: the median over traders of their own. At least a thousandth of the desk's. Look-ahead free: only
 * rows of strictly earlier days enter.
 *
 * @param daily rows sorted by trader then day, with trader, day, net.
 * @param days number of desk days.
 * @returns one positive number a row; NaN on days before which the desk has no P&L at all.
 */
export function pastScale(daily: Table, days: number): Float64Array {
  const trader = int32(daily, "trader");
  const day = int32(daily, "day");
  const net = float64(daily, "net");
  const own = ownScales(trader, net);
  const desk = deskScales(trader, day, own, days);
  const scale = new Float64Array(daily.rows);
  for (let r = 0; r < daily.rows; r++) {
    const level = desk[day[r]];
    scale[r] = own.count[r] >= enough ? Math.max(own.before[r], floorShare * level) : level;
  }
  return scale;
}

/** A trader's own scale before and after each row, and the nonzero rows behind the former. */
interface OwnScales {
  readonly before: Float64Array;
  readonly after: Float64Array;
  readonly count: Int32Array;
}

function ownScales(trader: Int32Array, net: Float64Array): OwnScales {
  const rows = trader.length;
  const scales = {before: new Float64Array(rows), after: new Float64Array(rows), count: new Int32Array(rows)};
  const recent: number[] = [];
  for (let r = 0; r < rows; r++) {
    if (r === 0 || trader[r] !== trader[r - 1]) recent.length = 0;
    scales.before[r] = r > 0 && trader[r] === trader[r - 1] ? scales.after[r - 1] : Number.NaN;
    scales.count[r] = recent.length;
    if (net[r] !== 0 && Number.isFinite(net[r])) {
      recent.push(Math.abs(net[r]));
      if (recent.length > window) recent.shift();
      let sum = 0; // afresh each time: a running sum would carry the rounding of rows beyond the window
      for (let k = 0; k < recent.length; k++) sum += recent[k];
      scales.after[r] = (normalConsistent * sum) / recent.length;
    } else scales.after[r] = scales.before[r];
  }
  return scales;
}

/** Before each desk day: the median over traders of their own latest scales. */
function deskScales(trader: Int32Array, day: Int32Array, own: OwnScales, days: number): Float64Array {
  const rowsOfDay: number[][] = Array.from({length: days}, () => []);
  for (let r = 0; r < day.length; r++) rowsOfDay[day[r]].push(r);
  const traders = trader.length === 0 ? 0 : trader[trader.length - 1] + 1;
  const latest = new Float64Array(traders).fill(Number.NaN);
  const desk = new Float64Array(days);
  for (let t = 0; t < days; t++) {
    const known = latest.filter((x) => !Number.isNaN(x)).sort();
    desk[t] = known.length === 0 ? Number.NaN : (known[(known.length - 1) >> 1] + known[known.length >> 1]) / 2;
    for (const r of rowsOfDay[t]) latest[trader[r]] = own.after[r];
  }
  return desk;
}
