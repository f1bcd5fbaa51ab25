import type {SyntheticControlData} from "./types.ts";

/** A desk's daily rows, and who was put under the model when. */
export interface AdoptionRows {
  /** Trader of each row, 0 … traders − 1. */
  readonly trader: Int32Array;
  /** Day of each row, 0 … days − 1, in the order of the calendar; one row at most for a trader and day. */
  readonly day: Int32Array;
  /** Outcome of each row, finite: net P&L in currency, say. */
  readonly outcome: Float64Array;
  /** First day under the model, one a trader; −1 for a trader who never was. */
  readonly adoption: Int32Array;
  readonly days: number;
}

export interface AdoptionPanelOptions {
  /**
   * What a day without a row means within a career (a trader's first to last row). `zero` (default): nothing was traded, so
   * that the outcome is 0: right for P&L. `leave-out`: not known: the trader is no donor for an adopter whose window holds such
   * a day, and an adopter with one is refused.
   * Outside a career nothing is filled: who had not begun, or has left, is no donor for that window.
   */
  readonly missing?: "zero" | "leave-out";
  /** Days that make a period, counted from the adopter's first day under the model, back and forth; outcomes are means a day. Default 1. */
  readonly daysPerPeriod?: number;
  /** Periods before and after adoption to use, at most. Default: all there are. */
  readonly before?: number;
  readonly after?: number;
}

/** One adopter beside the traders not under the model in its window. */
export interface Adopter {
  readonly trader: number;
  /** First day under the model. */
  readonly adoption: number;
  /** Traders that stand as donors, ascending. */
  readonly donors: Int32Array;
  readonly data: SyntheticControlData;
  /** Days without a row that count as 0, in the adopter's and its donors' windows. */
  readonly filled: number;
}

export interface AdoptionPanel {
  readonly adopters: readonly Adopter[];
  /** Adopters of whom no effect can be estimated, each with the reason. */
  readonly refused: readonly {readonly trader: number; readonly adoption: number; readonly reason: string}[];
  /** What it was made from: placebos and the jackknife make others like it. */
  readonly source: {readonly rows: AdoptionRows; readonly options: AdoptionPanelOptions};
}

/**
 * For a desk: adopters are traders put under the model, donors those not yet (or never) under it during the adopter's whole
 * window, and active throughout it.
 * @throws RangeError for rows that contradict each other, or when no trader ever adopts.
 */
export function adoptionPanel(rows: AdoptionRows, options: AdoptionPanelOptions = {}): AdoptionPanel {
  const {missing = "zero", daysPerPeriod = 1, before, after} = options;
  for (const [name, value] of Object.entries({daysPerPeriod, before, after}))
    if (value !== undefined && !(Number.isInteger(value) && value >= 1))
      throw new RangeError(`invalid ${name}; not a whole number from 1 on: ${value}`);
  const traders = rows.adoption.length;
  const grid = gridOf(rows);
  const careers = Array.from({length: traders}, (_, i) => careerOf(grid[i]));
  const ids = Array.from({length: traders}, (_, i) => i).filter((i) => rows.adoption[i] >= 0);
  if (ids.length === 0) throw new RangeError("no trader adopts; there is no effect to estimate");
  if (new Set(ids.map((i) => rows.adoption[i])).size === 1 && ids.length === traders)
    throw new RangeError(
      `all ${traders} traders adopt on day ${rows.adoption[ids[0]]}; nobody is left to compare with: ` +
        "use an interrupted time series, or put traders under the model one after the other",
    );
  const adopters: Adopter[] = [];
  const refused: {trader: number; adoption: number; reason: string}[] = [];
  for (const trader of ids) {
    const adoption = rows.adoption[trader];
    const [first, last] = careers[trader];
    const periodsBefore = Math.min(Math.floor((adoption - first) / daysPerPeriod), before ?? Number.POSITIVE_INFINITY);
    const periodsAfter = Math.min(Math.floor((last + 1 - adoption) / daysPerPeriod), after ?? Number.POSITIVE_INFINITY);
    const from = adoption - periodsBefore * daysPerPeriod;
    const to = adoption + periodsAfter * daysPerPeriod; // exclusive
    const covers = (i: number) =>
      careers[i][0] <= from &&
      careers[i][1] >= to - 1 &&
      (missing === "zero" || grid[i].subarray(from, to).every((x) => !Number.isNaN(x)));
    const free = (i: number) => rows.adoption[i] < 0 || rows.adoption[i] >= to;
    const donors = Int32Array.from(
      Array.from({length: traders}, (_, i) => i).filter((i) => i !== trader && free(i) && covers(i)),
    );
    const reason =
      periodsBefore < 2
        ? `${Math.max(0, periodsBefore)} periods before adoption; two are the least to match on`
        : periodsAfter < 1
          ? "no whole period after adoption"
          : donors.length === 0
            ? "no trader outside the model was active in the whole window: a shorter window (`before`, `after`) may have one"
            : !covers(trader)
              ? "a day without a row in its window, and missing days are not to be filled"
              : null;
    if (reason !== null) refused.push({trader, adoption, reason});
    else {
      const window = [trader, ...donors].map((i) => grid[i].subarray(from, to));
      const [treated, ...others] = window.map((y) => periodMeans(y, daysPerPeriod));
      const filled = window.reduce((sum, y) => sum + y.filter(Number.isNaN).length, 0);
      adopters.push({trader, adoption, donors, filled, data: {treated, donors: others, prePeriods: periodsBefore}});
    }
  }
  return {adopters, refused, source: {rows, options}};
}

/** Outcomes by trader and day; NaN where there is no row. */
function gridOf({trader, day, outcome, adoption, days}: AdoptionRows): Float64Array[] {
  if (day.length !== trader.length || outcome.length !== trader.length)
    throw new RangeError(`invalid rows; ${trader.length} traders, ${day.length} days and ${outcome.length} outcomes`);
  const grid = Array.from(adoption, () => new Float64Array(days).fill(Number.NaN));
  for (let r = 0; r < trader.length; r++) {
    const own = grid[trader[r]];
    if (own === undefined || !(day[r] >= 0 && day[r] < days))
      throw new RangeError(
        `invalid row ${r}; trader ${trader[r]} of ${adoption.length}, day ${day[r]} of ${days}: both count from 0`,
      );
    if (!Number.isNaN(own[day[r]]))
      throw new RangeError(
        `invalid row ${r}; trader ${trader[r]} has a second row for day ${day[r]}: add them up first`,
      );
    if (!Number.isFinite(outcome[r]))
      throw new RangeError(`invalid row ${r}; the outcome of trader ${trader[r]} on day ${day[r]} is ${outcome[r]}`);
    own[day[r]] = outcome[r];
  }
  return grid;
}

/** First and last day with a row; [Infinity, −1] for none. */
function careerOf(own: Float64Array): [number, number] {
  let [first, last] = [Number.POSITIVE_INFINITY, -1];
  own.forEach((x, t) => {
    if (Number.isNaN(x)) return;
    first = Math.min(first, t);
    last = t;
  });
  return [first, last];
}

/** Means of consecutive days; a day without a row is 0. */
function periodMeans(y: Float64Array, length: number): Float64Array {
  return Float64Array.from({length: y.length / length}, (_, k) => {
    let sum = 0;
    for (let t = k * length; t < (k + 1) * length; t++) if (!Number.isNaN(y[t])) sum += y[t];
    return sum / length;
  });
}
