import {float64, int32, type Table, text} from "../../numeric/index.ts";
import type {VerdictReport} from "../../verdict/types.ts";
import {cents, thin} from "./cumulative.ts";

/** What the page of one trader is drawn from. */
export interface TraderDetail {
  readonly account: string;
  readonly slug: string;
  readonly decision: VerdictReport["traders"][number]["decision"];
  readonly because: string;
  readonly signal: string;
  /** Cumulated P&L as it was and with the policy, on the days that could be judged. */
  readonly cumulative: readonly {readonly date: string; readonly actual: number; readonly policy: number}[];
  /** Days on which the policy would have changed the size: latest first, at most 500. */
  readonly changed: readonly {
    readonly date: string;
    readonly value: number;
    readonly multiplier: number;
    readonly net: number;
    readonly change: number;
  }[];
  readonly changedDays: number;
}

export interface TraderSources {
  readonly desk: {
    readonly accounts: readonly string[];
    readonly slugs: readonly string[];
    readonly days: readonly string[];
  };
  readonly verdict: VerdictReport;
  /** `policy.arrow`, or null where no policy could be made. */
  readonly policy: Table | null;
}

/** One a trader, in the order of the desk. The policy's rows are read once, whatever the number of traders. */
export function traderDetails({desk, verdict, policy}: TraderSources): TraderDetail[] {
  const rows = rowsByTrader(policy, verdict.signal, desk.accounts.length, desk.days);
  const judged = new Map(verdict.traders.map((t) => [t.trader, t]));
  return desk.accounts.map((account, trader) => {
    let actual = 0;
    let replayed = 0;
    const cumulative = rows[trader].map((r) => {
      actual += r.net;
      replayed += r.multiplier * r.net;
      return {date: r.date, actual: cents(actual), policy: cents(replayed)};
    });
    const changed = rows[trader].filter((r) => r.multiplier !== 1);
    return {
      account,
      slug: desk.slugs[trader],
      decision: judged.get(trader)?.decision ?? "not enough evidence",
      because: judged.get(trader)?.because ?? "No day of this trader could be judged.",
      signal: verdict.signal,
      cumulative: thin(cumulative, 600),
      changed: changed
        .slice(-500)
        .reverse()
        .map((r) => ({...r, change: (r.multiplier - 1) * r.net})),
      changedDays: changed.length,
    };
  });
}

interface PolicyRow {
  readonly date: string;
  readonly value: number;
  readonly multiplier: number;
  readonly net: number;
}

/** The rows of one signal, by trader, in order of days. */
function rowsByTrader(policy: Table | null, signal: string, traders: number, days: readonly string[]): PolicyRow[][] {
  const groups = Array.from({length: traders}, () => [] as number[]);
  if (policy === null) return groups.map(() => []);
  const names = text(policy, "signal");
  const trader = int32(policy, "trader");
  const day = int32(policy, "day");
  const [value, multiplier, net] = ["value", "multiplier", "net"].map((name) => float64(policy, name));
  for (let i = 0; i < policy.rows; i++) if (names[i] === signal) groups[trader[i]].push(i);
  return groups.map((group) =>
    group
      .sort((a, b) => day[a] - day[b])
      .map((i) => ({date: days[day[i]], value: value[i], multiplier: multiplier[i], net: net[i]})),
  );
}
