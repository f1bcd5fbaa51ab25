import {float64, int32, stream, take} from "../../../numeric/index.ts";
import {impactOf} from "../../../policy/index.ts";
import {exhibitDesk} from "../exhibit-desk.ts";
import {figuresOf, traderDays} from "../figures.ts";
import {accountFor, level} from "../own-answers.ts";
import {say} from "../statement.ts";
import type {Exhibit} from "../types.ts";

/** The old "value added": whatever the cut days lost. A trader who loses every day makes any cut look clever. */
export function valueAdded(net: Float64Array, multiplier: Float64Array): number {
  let avoided = 0;
  for (let i = 0; i < net.length; i++) avoided -= (1 - multiplier[i]) * net[i];
  return avoided;
}

const id = "loser-as-skill";
/** Chance that a coin says "cut". */
const cuts = 0.4;

/** Cuts by the toss of a coin on traders who lose: what was avoided, against what was timed. */
export async function loserAsSkillExhibit(): Promise<Exhibit> {
  const made = exhibitDesk({desk: "null", seed: 3, traders: 20, days: 250});
  const {daily, accounts} = made.desk;
  const [who, net] = [int32(daily, "trader"), float64(daily, "net")];
  const totals = new Float64Array(accounts.length);
  who.forEach((t, r) => {
    totals[t] += net[r];
  });
  const kept = Int32Array.from(who.keys()).filter((r) => totals[who[r]] < 0);
  const losing = take(daily, kept);
  const coin = stream(1, "autopsy", id);
  const rows = {
    trader: int32(losing, "trader"),
    day: int32(losing, "day"),
    net: float64(losing, "net"),
    multiplier: Float64Array.from({length: losing.rows}, () => (coin.uniform() < cuts ? 0.5 : 1)),
  };
  const own = await accountFor(rows, accounts.length);
  const expected = Float64Array.from(kept, (r) => made.simulation.rows.expected[r]);
  const foretold = impactOf({...rows, net: expected}, accounts.length).total.timing;
  const figure = figuresOf(id);
  const of = traderDays(losing.rows);
  const old = figure("old.value", {
    ...of,
    label: "“Value added” in the old report",
    value: valueAdded(rows.net, rows.multiplier),
    unit: "currency",
    method: "Losses that the cuts avoided, in total: the old method, re-enacted.",
  });
  const traders = figure("old.traders", {
    ...of,
    label: "Losing traders it was shown for",
    value: totals.filter((sum) => sum < 0).length,
    unit: "count",
    method: "Traders whose P&L over all days is below zero.",
  });
  const truth = figure("truth.timing", {
    ...of,
    label: "True skill of a coin",
    value: foretold,
    unit: "currency",
    method: "Σ (multiplier − the trader's mean) × the simulator's E[P&L | past].",
  });
  const derisking = figure("proofbook.derisking", {
    ...of,
    label: "From trading less",
    value: own.total.derisking,
    unit: "currency",
    interval: own.bootstrap.total.derisking,
    level,
    method: `Σ over traders of (mean multiplier − 1) × their P&L. ${own.bootstrap.method}.`,
  });
  const timing = figure("proofbook.timing", {
    ...of,
    label: "From knowing when",
    value: own.total.timing,
    unit: "currency",
    interval: own.bootstrap.total.timing,
    level,
    method: `Σ (multiplier − the trader's mean) × P&L. ${own.bootstrap.method}.`,
  });
  const p = figure("proofbook.shift", {
    n: own.shift?.shifted.length ?? null,
    of: "shifts",
    label: "Placebo: the same cuts on other days",
    value: own.shift?.p ?? null,
    unit: "p-value",
    method: own.shift?.method ?? "All circular shifts.",
    note: "One-sided.",
  });
  return {
    id,
    title: "A losing trader makes every cut look like skill",
    failure:
      "Whatever is cut from a trader who loses on average was a loss on average. The old report called it the model’s.",
    desks: [made.words],
    origin: made.desk.origin,
    old: say`“For the ${traders} traders in loss, the warnings saved ${old}.”`,
    truth: say`The warnings were tossed with a coin. They know nothing, so what their timing is worth is ${truth}.`,
    proofbook: say`${derisking} came from trading less, which needs no model; ${timing} from knowing when. On other days the same cuts do as well: ${p}.`,
    impossible: {
      words: "Impact is always split into de-risking and timing, and only timing can pass the gate of the verdict.",
      page: "./impact",
      test: "tests/policy/impact.test.ts",
    },
  };
}
