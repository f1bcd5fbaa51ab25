import type {Desk} from "../ingest/desk.ts";
import {int32, type Table, thousands} from "../numeric/index.ts";
import {checkFacts, type WrongFact} from "./audit-facts.ts";
import type {AuditCheck, Fold} from "./types.ts";

/**
 * Was the test sample picked? Every trader-day of the desk in a test window must have been put to each learner, and none
 * besides: whoever leaves out hard days or traders that failed tests another population than the one of interest.
 *
 * @param predictions by learner: trader, day, one row a trader-day that was tested (its value may be missing).
 */
export function auditSample({
  desk,
  folds,
  predictions,
}: {
  readonly desk: Desk;
  readonly folds: readonly Fold[];
  readonly predictions: ReadonlyMap<string, Table>;
}): AuditCheck {
  const key = (trader: number, day: number) => trader * desk.days.length + day;
  const name = (k: number) => `${desk.accounts[Math.floor(k / desk.days.length)]} ${desk.days[k % desk.days.length]}`;
  const tested = new Uint8Array(desk.days.length);
  for (const {test} of folds) tested.fill(1, test.start, test.end);
  const [trader, day] = [int32(desk.daily, "trader"), int32(desk.daily, "day")];
  const wanted = new Set<number>();
  for (let r = 0; r < trader.length; r++) if (tested[day[r]] === 1) wanted.add(key(trader[r], day[r]));
  const wrong: WrongFact[] = [];
  for (const [learner, table] of predictions) {
    const [who, when] = [int32(table, "trader"), int32(table, "day")];
    const had = new Set(Array.from(who, (t, r) => key(t, when[r])));
    for (const k of wanted)
      if (!had.has(k)) wrong.push({column: learner, row: name(k), what: `${learner} was not tested on ${name(k)}.`});
    for (const k of had)
      if (!wanted.has(k))
        wrong.push({
          column: learner,
          row: name(k),
          what: `${learner} was tested on ${name(k)}, no day of a test window.`,
        });
  }
  return checkFacts({
    id: "audit.sample",
    title: "The test sample was not picked",
    compared: wanted.size * predictions.size,
    wrong,
    sound: `All ${thousands(wanted.size)} trader-days of the test windows were put to ${predictions.size === 1 ? `the one model that is trained here` : `each of the ${predictions.size} models that are trained here`}.`,
    nothing: "No model was tested here.",
  });
}
