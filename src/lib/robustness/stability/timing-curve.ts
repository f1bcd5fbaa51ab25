import {optimalBlockLength, tQuantile, tTwoSided} from "../../numeric/index.ts";
import type {PolicyRows} from "../../policy/index.ts";
import {dailyContributions} from "../contributions.ts";
import {minimumBootstrapDays} from "../impact-intervals.ts";
import {touchedPanel} from "../touched-panel.ts";
import {curveOf} from "./curve.ts";
import {type DayGroup, monthGroups, periodGroups, regimeGroups} from "./day-groups.ts";
import {stationaryError} from "./stationary-error.ts";
import type {Specification, SpecificationAxis, SpecificationCurve} from "./types.ts";

export interface TimingCurveOptions {
  /** Rows on which the policy is judged. */
  readonly rows: PolicyRows;
  /** The same policy on other signals. */
  readonly others: readonly {readonly name: string; readonly label: string; readonly rows: PolicyRows}[];
  readonly accounts: readonly string[];
  readonly dates: readonly string[];
  /** P&L of the whole desk by day. */
  readonly deskNet: Float64Array;
  readonly level: number;
}

const method =
  "Timing a day judged, each trader's mean multiplier and mean P&L taken anew in each specification; standard error of the stationary bootstrap " +
  "in closed form from the daily sums (Politis and Romano 1994, lemma 1), block length by Politis and White (2004), Student's t";

/** Timing of a policy under every choice that can be made anew without training anything again. */
export function timingCurve(options: TimingCurveOptions): SpecificationCurve {
  const {rows, others, accounts, dates, deskNet, level} = options;
  const spec = (axis: SpecificationAxis, id: string, label: string, own: PolicyRows): Specification =>
    timingSpecification({axis, id: `${slug(axis)}.${id}`, label}, own, level);
  const reported = {...spec("as reported", "policy", "As reported", rows), id: "reported"};
  if (reported.estimate === null) return {of: "policy", status: "not run", reason: reported.reason!};
  const kept = ({has}: DayGroup) => pick(rows, (i) => has(rows.day[i]));
  const traders = [...new Set(rows.trader)].sort((a, b) => a - b);
  const byDay = (axis: SpecificationAxis, groups: readonly DayGroup[]) =>
    groups.map((group) => spec(axis, group.id, group.label, kept(group)));
  const best = extremeDays(rows, 1);
  const worst = extremeDays(rows, -1);
  return curveOf({of: "policy", unit: "currency/day", level, method}, [
    reported,
    ...byDay("period", periodGroups(rows.day, dates)),
    ...byDay("regime", regimeGroups(rows.day, deskNet)),
    ...others.map(({name, label, rows: own}) => spec("learner", name, label, own)),
    spec("trimming", "winsorised", "P&L cut off at its 1 % and 99 % quantiles", winsorised(rows, 0.01)),
    spec("trimming", "winsorised-5", "P&L cut off at its 5 % and 95 % quantiles", winsorised(rows, 0.05)),
    spec("trimming", "best-days", "Without the best 1 % of days of timing", without(rows, best)),
    spec("trimming", "worst-days", "Without the worst 1 % of days of timing", without(rows, worst)),
    ...(traders.length < 2
      ? []
      : traders.map((t) =>
          spec(
            "leave one trader out",
            String(t),
            `Without ${accounts[t]}`,
            pick(rows, (i) => rows.trader[i] !== t),
          ),
        )),
    ...byDay("leave one month out", monthGroups(rows.day, dates)),
  ]);
}

const slug = (axis: SpecificationAxis) => axis.replaceAll(" ", "-");

/** Timing a day of some rows, with its interval; with a reason where there is none. */
export function timingSpecification(
  identity: Pick<Specification, "id" | "label" | "axis">,
  rows: PolicyRows,
  level: number,
): Specification {
  const n = rows.net.length;
  const none = (reason: string) => ({...identity, estimate: null, interval: null, p: null, n, reason});
  if (n === 0) return none("There is no row.");
  const panel = touchedPanel(rows);
  if (panel.traders.length === 0) return none("The policy changes no row: its timing is exactly zero.");
  if (panel.days < minimumBootstrapDays)
    return none(`There are ${panel.days} days; an interval needs ${minimumBootstrapDays}.`);
  const {delta, timing, exposure, net} = dailyContributions(panel);
  const estimate = timing.reduce((sum, v) => sum + v, 0) / panel.days;
  const lengths = [delta, timing, exposure, net].map((x) => optimalBlockLength(x).stationary).filter(Number.isFinite);
  const block = Math.max(1, ...lengths);
  const se = stationaryError(timing, block) * Math.sqrt(panel.days / (panel.days - block));
  const df = panel.days / block - 1;
  if (!(se > 0)) return {...identity, estimate, interval: null, p: null, n, reason: "Timing is the same on every day."};
  const half = tQuantile(0.5 + level / 2, df) * se;
  return {...identity, estimate, interval: [estimate - half, estimate + half], p: tTwoSided(estimate / se, df), n};
}

function pick(rows: PolicyRows, keep: (i: number) => boolean): PolicyRows {
  const kept = Int32Array.from(rows.net.keys()).filter(keep);
  return {
    trader: Int32Array.from(kept, (i) => rows.trader[i]),
    day: Int32Array.from(kept, (i) => rows.day[i]),
    net: Float64Array.from(kept, (i) => rows.net[i]),
    multiplier: Float64Array.from(kept, (i) => rows.multiplier[i]),
  };
}

/** P&L beyond the quantiles set to them. */
function winsorised(rows: PolicyRows, share: number): PolicyRows {
  const sorted = rows.net.slice().sort();
  const cut = Math.floor(share * sorted.length);
  const [low, high] = [sorted[cut], sorted[sorted.length - 1 - cut]];
  return {...rows, net: rows.net.map((v) => Math.min(high, Math.max(low, v)))};
}

/** The 1 % of days (at least one) with the largest sums of timing, or of its negative. */
function extremeDays(rows: PolicyRows, sign: 1 | -1): Set<number> {
  const days = Int32Array.from(new Set(rows.day)).sort();
  const {timing} = dailyContributions(touchedPanel(rows));
  const order = Array.from(days.keys()).sort((a, b) => sign * (timing[b] - timing[a]) || a - b);
  return new Set(order.slice(0, Math.max(1, Math.round(days.length / 100))).map((t) => days[t]));
}

const without = (rows: PolicyRows, days: ReadonlySet<number>) => pick(rows, (i) => !days.has(rows.day[i]));
