import type {Drawn} from "./policy-draws.ts";
import {randomisationP, type Tail} from "./randomisation.ts";
import type {Placebo} from "./types.ts";

/** What the reported interval claims: an effect above zero, below zero, or none. */
export type Claim = "above" | "below" | "none";

export function claimOf(interval: readonly [number, number] | null): Claim {
  if (interval === null) return "none";
  return interval[0] > 0 ? "above" : interval[1] < 0 ? "below" : "none";
}

export type PlaceboIdentity = Pick<Placebo, "id" | "title" | "of" | "central" | "unit" | "method" | "wouldRefute">;

/** The identity alone: what else the object holds does not go into the report. */
export function identityOf({id, title, of, central, unit, method, wouldRefute}: PlaceboIdentity): PlaceboIdentity {
  return {id, title, of, central, unit, method, wouldRefute};
}

/** A placebo that could not be made, and why. */
export function notRun(identity: PlaceboIdentity, reason: string): Placebo {
  return {
    ...identityOf(identity),
    status: "not run",
    observed: null,
    drawn: [],
    p: null,
    pError: null,
    draws: 0,
    exact: false,
    happened: reason,
  };
}

/**
 * A placebo of draws without an effect, among which a real one must stand out. Where the reported interval holds zero nothing is
 * claimed that draws could take away: the placebo is quiet whatever p.
 * @param words what p says: when the estimate stands out, and when it does not.
 */
export function amongDraws(
  identity: PlaceboIdentity,
  observed: number,
  {drawn, exact}: Drawn,
  {
    claim,
    tail,
    level,
    scale,
    words,
  }: {
    readonly claim: Claim;
    readonly tail: Tail;
    readonly level: number;
    readonly scale?: number;
    readonly words: {readonly standsOut: string; readonly doesNot: string};
  },
): Placebo {
  const {p, pError} = randomisationP(observed, drawn, {tail, exact, scale});
  const out = p <= level;
  return {
    ...identityOf(identity),
    status: claim !== "none" && !out ? "alarm" : "quiet",
    observed,
    drawn: Array.from(drawn),
    p,
    pError,
    draws: drawn.length,
    exact,
    happened: out ? words.standsOut : claim === "none" ? `${words.doesNot} ${nothingClaimed}` : words.doesNot,
  };
}

const nothingClaimed = "But the interval holds zero: no effect is claimed that this could take away.";
