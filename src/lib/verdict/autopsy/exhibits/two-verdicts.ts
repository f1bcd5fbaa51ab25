import type {SignalRows} from "../../../evaluate/index.ts";
import {hitRate} from "../../../evaluate/index.ts";
import {decide} from "../../decide.ts";
import {exhibitDesk} from "../exhibit-desk.ts";
import {figuresOf, traderDays} from "../figures.ts";
import {deskEvidence, judge} from "../judge.ts";
import {say} from "../statement.ts";
import type {Exhibit} from "../types.ts";
import {walkForward} from "../walk-forward.ts";

/** One old report: deploy if the days cut were losses in total. */
export function firstReport({value, net}: Pick<SignalRows, "value" | "net">): string {
  const cut = net.reduce((sum, y, i) => sum + (value[i] < 0 ? y : 0), 0);
  return cut < 0 ? "deploy" : "do not deploy";
}

/** The other, of the same day: deploy if directions are called right more often than the more frequent one occurs. */
export function secondReport({value, net}: Pick<SignalRows, "value" | "net">): string {
  const hits = hitRate(net, value);
  return hits !== null && hits.rate > hits.majority + 0.05 ? "deploy" : "do not deploy";
}

const id = "two-verdicts";

/** Two reports on one day, against one verdict that is a function of the evidence. */
export async function twoVerdictsExhibit(): Promise<Exhibit> {
  const made = exhibitDesk({desk: "weak", seed: 16, traders: 10, days: 200}, undefined, true);
  const tested = await walkForward(made.panel, made.desk.days.length);
  const {expected} = made.simulation.rows;
  const known = await deskEvidence(made, tested);
  const first = await judge(made, tested, known);
  const again = await judge(made, backwards(tested), known);
  // In every order in which the gates could be asked.
  const decisions = rotations(first.gates).map((gates) => decide(gates).decision);
  const all = new Set([first.decision, again.decision, ...decisions]);
  let gain = 0;
  tested.at.forEach((r, k) => {
    gain -= tested.value[k] < 0 ? 0.5 * expected[r] : 0;
  });
  const figure = figuresOf(id);
  const of = traderDays(tested.net.length);
  const text = (name: "old.first" | "old.second", label: string, value: string, method: string) =>
    figure(name, {...of, label, value, unit: "text", method});
  const reports = [
    text(
      "old.first",
      "The first report",
      firstReport(tested),
      "Deploy if the days cut lost money in total: the old rule.",
    ),
    text(
      "old.second",
      "The second report",
      secondReport(tested),
      "Deploy if the hit rate is five points above the majority: the old rule.",
    ),
  ];
  const truth = figure("truth.effect", {
    ...of,
    label: "What halving where a loss is predicted is truly worth",
    value: gain,
    unit: "currency",
    method: "Σ (multiplier − 1) × the simulator's E[P&L | past].",
  });
  const decision = figure("proofbook.decision", {
    n: first.gates.length,
    of: "gates",
    label: "Verdict",
    value: first.decision,
    unit: "text",
    method: "Gates declared in the study's defaults.",
    note: first.because,
  });
  const distinct = figure("proofbook.verdicts", {
    n: decisions.length + 2,
    of: "ways of asking",
    label: "Different verdicts",
    value: all.size,
    unit: "count",
    method: "The rows in their order and backwards, and the gates begun at each of them in turn, both ways round.",
  });
  return {
    id,
    title: "Two verdicts on one day",
    failure:
      "Two reports of the same day on the same data said “deploy” and “do not deploy”: each had a rule of its own.",
    desks: [made.words],
    origin: made.desk.origin,
    old: say`Report one: “${reports[0]}.” Report two, the same day: “${reports[1]}.”`,
    truth: say`Halving where a loss is predicted is truly worth ${truth} on these days. One report guessed right, and neither knew how sure it could be.`,
    proofbook: say`One verdict: ${decision}. However the rows and gates are put, the number of different verdicts is ${distinct}.`,
    impossible: {
      words:
        "The verdict is one function of the evidence, in one stage of one commit. There is no second place that could decide.",
      page: "../",
      test: "tests/verdict/decide.test.ts",
    },
  };
}

function backwards(rows: Awaited<ReturnType<typeof walkForward>>) {
  const turned = <T extends Int32Array | Float64Array>(x: T) => x.slice().reverse() as T;
  return {
    ...rows,
    ...{at: turned(rows.at), trader: turned(rows.trader), day: turned(rows.day), fold: turned(rows.fold)},
    ...{value: turned(rows.value), net: turned(rows.net)},
  };
}

/** Every rotation of a list, forwards and backwards. */
function rotations<T>(list: readonly T[]): T[][] {
  const turned = list.map((_, k) => [...list.slice(k), ...list.slice(0, k)]);
  return [...turned, ...turned.map((each) => [...each].reverse())];
}
