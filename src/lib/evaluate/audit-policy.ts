import type {Desk} from "../ingest/desk.ts";
import {stream, table} from "../numeric/index.ts";
import {compareRewrites} from "./audit.ts";
import {type Rewrite, rewrites} from "./rewrite.ts";
import type {AuditCheck} from "./types.ts";

/** What a policy sees: one row a trader and day, in any order. */
export interface PolicyInputs {
  readonly trader: Int32Array;
  readonly day: Int32Array;
  /** The signal, known when the row's day is decided. */
  readonly value: Float64Array;
  /** Net P&L, known after the row's day. */
  readonly net: Float64Array;
}

export interface AuditPolicyOptions {
  readonly signal: string;
  readonly label: string;
  readonly inputs: PolicyInputs;
  /** One multiplier a row. */
  readonly policy: (inputs: PolicyInputs) => Float64Array;
  readonly desk: Pick<Desk, "accounts" | "days">;
  readonly cuts: readonly number[];
  readonly seed: number;
}

/**
 * Applies a policy to another future: P&L after each cut and signals after the day after it are replaced (by the values of
 * other rows, drawn at random; by their negation; by missing). Multipliers up to the day after the cut must be
 * bit-identical: thresholds are fitted on what was known.
 */
export function auditPolicy({signal, label, inputs, policy, desk, cuts, seed}: AuditPolicyOptions): AuditCheck {
  const {trader, day} = inputs;
  const run = (given: PolicyInputs) => table({trader, day, multiplier: policy(given)});
  const before = run(inputs);
  const comparisons = cuts.flatMap((cut) =>
    rewrites.map((rewrite) => {
      const change = (name: "net" | "value", after: number) =>
        rewriteValues(inputs[name], (r) => day[r] > after, rewrite, [signal, name, seed, cut]);
      return {
        cut,
        rewrite,
        before,
        after: run({trader, day, net: change("net", cut), value: change("value", cut + 1)}),
      };
    }),
  );
  return compareRewrites({
    id: `audit.policy.${signal}`,
    title: `Thresholds know only the past: ${label}`,
    of: "multipliers",
    desk,
    cuts,
    comparisons,
  });
}

/** Noise is a value of another row, so that a probability stays one. */
function rewriteValues(
  values: Float64Array,
  later: (row: number) => boolean,
  how: Rewrite,
  names: readonly (string | number)[],
): Float64Array {
  const random = stream(0, "rewrite", how, ...names);
  return values.map((v, r) => {
    if (!later(r)) return v;
    if (how === "missing") return Number.NaN;
    return how === "negated" ? -v : values[random.integer(values.length)];
  });
}
