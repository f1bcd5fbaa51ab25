import type {Career} from "./careers.ts";
import type {QualityCheck} from "./desk.ts";
import {check} from "./quality-check.ts";

/** Days before leaving that are compared with the days before them, and how many of these are needed. */
const LAST = 20;
const BEFORE = 20;
/** Desk days without the trader at the end from which on it has left. */
const GONE = 10;
/** Standard errors below the trader's own mean that chance seldom reaches. */
const UNUSUAL = -3;

/**
 * Traders who leave after losses: the mean of the last 20 days on the desk against the trader's own mean before, in standard
 * errors (Welch 1947), and all leavers together (Stouffer's sum of z over √m, for three or more).
 */
export function leavingCheck(careers: readonly Career[], days: readonly string[]): QualityCheck {
  const end = days[Math.max(0, days.length - 1 - GONE)];
  const left = careers
    .filter((c) => c.last < end && c.rows.length >= LAST + BEFORE)
    .map((c) => ({c, z: lastAgainstBefore(c.rows.map((row) => row.values[0]))}));
  const together = left.reduce((sum, {z}) => sum + z, 0) / Math.sqrt(left.length);
  const all = left.length >= 3 && together < UNUSUAL;
  const found = left.filter(({z}) => z < UNUSUAL || (all && z < 0));
  return check(
    "left-after-losses",
    "Traders who vanish after losses",
    "warning",
    found.map(
      ({c, z}) =>
        `${c.account}: last row ${c.last}, after ${LAST} days that are ${(-z).toFixed(1)} standard errors below the mean before`,
    ),
    "Who loses leaves the data: later days show the survivors, and what a policy would have done for the others after they left is nowhere.",
  );
}

function lastAgainstBefore(net: readonly number[]): number {
  const [before, last] = [net.slice(0, -LAST), net.slice(-LAST)].map(moments);
  const error = Math.sqrt(before.variance / before.n + last.variance / last.n);
  return error > 0 ? (last.mean - before.mean) / error : 0;
}

function moments(values: readonly number[]) {
  const n = values.length;
  const mean = values.reduce((sum, x) => sum + x, 0) / n;
  return {n, mean, variance: values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (n - 1)};
}
