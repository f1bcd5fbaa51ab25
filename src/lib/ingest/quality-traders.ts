import type {Career} from "./careers.ts";
import type {QualityCheck} from "./desk.ts";
import {counted, listed, shown} from "./error.ts";
import {check} from "./quality-check.ts";

/** Share of trader-days without a row up to which holidays are the likely reason. */
const HOLIDAYS = 0.1;
/** Share of traders who leave early up to which it is what happens on a desk. */
const LEAVERS = 0.25;
/** Rows of a trader below which little can be said of it alone. */
const SHORT_HISTORY = 60;

/** Different nonzero nets that agree by day, and their share of a trader's days with one, from which on two traders are likely to be one. */
const SAME_DAYS = 10;
const SAME_SHARE = 0.5;
/** Traders with one net on one day beyond which it is rather a fee that all pay. */
const SHARED = 5;

/** Who is there when: gaps, leaving, joining, short histories, names or results that may be one. */
export function careerChecks(careers: readonly Career[], days: readonly string[]): QualityCheck[] {
  return [
    gapCheck(careers),
    ...spanChecks(careers, days),
    similarNames(careers.map((c) => c.account)),
    sameResults(careers),
  ];
}

function gapCheck(careers: readonly Career[]): QualityCheck {
  const missing = careers.reduce((sum, c) => sum + c.gaps.length, 0);
  const there = careers.reduce((sum, c) => sum + c.rows.length, 0);
  return check(
    "gaps",
    "Trader-days without a row",
    missing > HOLIDAYS * (missing + there) ? "warning" : "info",
    careers
      .filter((c) => c.gaps.length > 0)
      .map((c) => `${c.account}: no row on ${c.gaps[0]}${c.gaps.length > 1 ? ` and ${c.gaps.length - 1} more` : ""}`),
    `The desk traded, and the trader has no row between its first and its last: nothing is assumed for these days, neither a zero nor the value before. Up to ${100 * HOLIDAYS} % of trader-days may well be holidays.`,
    missing,
  );
}

function spanChecks(careers: readonly Career[], days: readonly string[]): QualityCheck[] {
  const last = days[days.length - 1];
  const left = careers.filter((c) => c.last < last);
  const short = careers.filter((c) => c.rows.length < SHORT_HISTORY);
  return [
    check(
      "left-early",
      "Traders who vanish before the end",
      left.length > LEAVERS * careers.length ? "warning" : "info",
      left.map((c) => `${c.account}: last row ${c.last}`),
      "If they left because of losses, the later days show the survivors only.",
    ),
    check(
      "joined-late",
      "Traders who join after the start",
      "info",
      careers.filter((c) => c.first > days[0]).map((c) => `${c.account}: first row ${c.first}`),
      "They have a shorter past to learn from.",
    ),
    check(
      "short-histories",
      "Traders with a short history",
      "warning",
      short.map((c) => `${c.account}: ${counted(c.rows.length, "row")}`),
      `Fewer than ${SHORT_HISTORY} rows: expect no firm answer for these traders alone.`,
    ),
  ];
}

function similarNames(accounts: readonly string[]): QualityCheck {
  const groups = new Map<string, string[]>();
  for (const account of accounts) {
    const key = account
      .normalize("NFKC")
      .toLowerCase()
      .replace(/[\s_-]+/g, "");
    groups.set(key, [...(groups.get(key) ?? []), account]);
  }
  return check(
    "similar-names",
    "Accounts that may be one trader",
    "warning",
    [...groups.values()].filter((g) => g.length > 1).map((g) => listed(g.map((name) => shown(name)))),
    "Their names differ only in case, spaces or dashes. They are treated as different traders.",
  );
}

/** Two traders whose days agree to the last digit: one account that is exported under two names, or a copy of one. */
function sameResults(careers: readonly Career[]): QualityCheck {
  const traded = careers.map(({rows}) => rows.filter((row) => row.values[0] !== 0));
  const at = new Map<string, number[]>(); // date and net → traders
  traded.forEach((rows, trader) => {
    for (const row of rows) {
      const key = `${row.date} ${row.values[0]}`;
      const there = at.get(key);
      if (there === undefined) at.set(key, [trader]);
      else there.push(trader);
    }
  });
  const agree = new Map<number, Set<number>>(); // a pair of traders as one number → nets: a fee alone is one
  for (const [key, traders] of at) {
    if (traders.length > SHARED) continue;
    for (let i = 0; i < traders.length; i++)
      for (let j = i + 1; j < traders.length; j++) {
        const pair = traders[i] * careers.length + traders[j];
        const nets = agree.get(pair) ?? new Set();
        agree.set(pair, nets.add(Number(key.slice(11))));
      }
  }
  const found = [...agree].flatMap(([pair, {size}]) => {
    const [a, b] = [Math.floor(pair / careers.length), pair % careers.length];
    const least = Math.max(SAME_DAYS, SAME_SHARE * Math.min(traded[a].length, traded[b].length));
    return size >= least
      ? [`${careers[a].account} and ${careers[b].account}: the same net, ${size} different ones`]
      : [];
  });
  return check(
    "same-results",
    "Traders with the same P&L day after day",
    "warning",
    found,
    "The same to the last digit on half of their days or more: one account under two names, or a copy of one, whose P&L counts twice. The rows are used; leave one of them out.",
  );
}
