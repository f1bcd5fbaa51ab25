import {impactOf, type PolicyRows} from "../../../policy/index.ts";
import {exhibitDesk} from "../exhibit-desk.ts";
import {figuresOf, traderDays} from "../figures.ts";
import {say} from "../statement.ts";
import type {Exhibit} from "../types.ts";
import {walkForward} from "../walk-forward.ts";

/** The old ledger: the total without the skipped days has already lost their P&L, and then it is "avoided" once more. */
export function twiceCounted({net, multiplier}: Pick<PolicyRows, "net" | "multiplier">): number {
  let [before, after, avoided] = [0, 0, 0];
  for (let i = 0; i < net.length; i++) {
    before += net[i];
    if (multiplier[i] === 0) avoided -= net[i];
    else after += net[i];
  }
  return after - before + avoided;
}

const id = "double-count";

/** Skipping a loser, counted twice, against a ledger that adds up. */
export async function doubleCountExhibit(): Promise<Exhibit> {
  const made = exhibitDesk({desk: "helpful", seed: 5, traders: 20, days: 250});
  const tested = await walkForward(made.panel, made.desk.days.length);
  const rows = {...tested, multiplier: tested.value.map((v) => (v < 0 ? 0 : 1))};
  const {total} = impactOf(rows, made.desk.accounts.length);
  // The truth needs no simulator: what was earned with the skipped days left out, less what was earned.
  let kept = 0;
  for (let i = 0; i < rows.net.length; i++) kept += rows.multiplier[i] === 1 ? rows.net[i] : 0;
  const actual = rows.net.reduce((sum, y) => sum + y, 0);
  const figure = figuresOf(id);
  const of = traderDays(rows.net.length);
  const old = figure("old.saved", {
    ...of,
    label: "“Saved” in the old report",
    value: twiceCounted(rows),
    unit: "currency",
    method: "Total without the skipped days, less the total, plus the losses avoided: the old method, re-enacted.",
  });
  const truth = figure("truth.effect", {
    ...of,
    label: "What skipping those days changes",
    value: kept - actual,
    unit: "currency",
    method: "Sum of P&L on the days that were kept, less the sum on all.",
  });
  const delta = figure("proofbook.effect", {
    ...of,
    label: "Effect of the policy, by Proofbook",
    value: total.delta,
    unit: "currency",
    method: "Σ (multiplier − 1) × P&L.",
  });
  const parts = [
    figure("proofbook.derisking", {
      ...of,
      label: "Of it from trading less",
      value: total.derisking,
      unit: "currency",
      method: "Σ over traders of (mean multiplier − 1) × their P&L.",
    }),
    figure("proofbook.timing", {
      ...of,
      label: "Of it from timing",
      value: total.timing,
      unit: "currency",
      method: "Σ (multiplier − the trader's mean) × P&L.",
    }),
  ];
  return {
    id,
    title: "A skipped loser, counted twice",
    failure: "A skipped loss left the total, and was then added again as a loss avoided: twice what it was worth.",
    desks: [made.words],
    origin: made.desk.origin,
    old: say`“Skipping the days that the model warned of saves ${old}.”`,
    truth: say`With those days left out the desk earns ${truth} more than it did. The old figure counts every skipped day twice.`,
    proofbook: say`${delta}, which is ${parts[0]} from trading less plus ${parts[1]} from timing, without remainder.`,
    impossible: {
      words: "Policy P&L is the sum of multiplier times P&L, exactly, on every desk that a property test can think of.",
      page: "./impact",
      test: "tests/policy/impact.test.ts",
    },
  };
}
