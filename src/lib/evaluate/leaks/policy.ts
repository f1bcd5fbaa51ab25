import type {PolicyInputs} from "../audit-policy.ts";
import {deviation, mean, present, quantile} from "./columns.ts";
import type {Leak} from "./types.ts";

const check = "audit.policy.ridge";
const place = "multiplier";

/** Policies that were chosen by what they would have earned. */
export const policyLeaks: readonly Leak[] = [
  {
    id: "threshold-on-all-data",
    name: "Cut-off chosen on all days",
    kind: "L1.1",
    description: "The policy acts below a quantile of all predictions, those of later days included.",
    inPractice: "“The worst fifth” is worked out once, on the finished table.",
    caughtBy: {check, place},
    seed: (s) => ({...s, policy: ({value}) => cutBelow(value, quantile(present(value), 0.5))}),
  },
  {
    id: "policy-picked-by-its-result",
    name: "Policy picked by its out-of-sample P&L",
    kind: "L1.1",
    description: "Of many cut-offs, the one that earned most on the days it is then judged on.",
    inPractice: "Ten variants are backtested and one is presented.",
    caughtBy: {check, place},
    seed: (s) => ({...s, policy: picked}),
  },
  {
    id: "same-day-stop",
    name: "Cut after the loss",
    kind: "L2",
    description: "Size is reduced on days on which the trader lost.",
    inPractice: "A stop that is evaluated at the close and applied from the open.",
    caughtBy: {check, place},
    seed: (s) => ({
      ...s,
      policy: (inputs, given) => s.policy(inputs, given).map((m, r) => (inputs.net[r] < 0 ? m / 2 : m)),
    }),
  },
  {
    id: "sized-by-all-days",
    name: "Size from the volatility of all days",
    kind: "L1.2",
    description: "Multipliers are divided by the spread of P&L over the whole sample.",
    inPractice: "Volatility targeting with one volatility.",
    caughtBy: {check, place},
    seed: (s) => ({
      ...s,
      policy: (inputs, given) => {
        const spread = deviation(present(inputs.net));
        return s.policy(inputs, given).map((m) => m * Math.min(2, 200 / spread));
      },
    }),
  },
];

const cutBelow = (value: Float64Array, cut: number) => value.map((v) => (v < cut ? 0.5 : 1));

function picked({value, net}: PolicyInputs): Float64Array {
  const known = present(value);
  const candidates = Array.from({length: 19}, (_, k) => quantile(known, (k + 1) / 20));
  const earned = (cut: number) => mean(present(net.map((y, r) => (value[r] < cut ? y / 2 : y))));
  let best = candidates[0];
  for (const cut of candidates) if (earned(cut) > earned(best)) best = cut;
  return cutBelow(value, best);
}
