import type {Desk} from "../ingest/desk.ts";
import {thousands} from "../numeric/index.ts";
import {checkFacts, type WrongFact} from "./audit-facts.ts";
import type {Rows} from "./past.ts";
import type {Sides} from "./sides.ts";
import type {AuditCheck, SplitOptions} from "./types.ts";

export interface AuditSplitOptions {
  /** The rows that are split: one a trader and day. */
  readonly rows: Rows;
  /** One a fold; each is looked at once and may be made when asked for. */
  readonly sides: Iterable<Sides>;
  readonly split: Pick<SplitOptions, "purge" | "embargo">;
  readonly desk: Pick<Desk, "accounts" | "days">;
}

/**
 * Every fold tests days that come after all of its training days, with the purge and embargo that the study declares
 * between: more than purge + embargo days from the last day trained on to the first tested.
 */
export function auditSplit({rows: {trader, day}, sides, split, desk}: AuditSplitOptions): AuditCheck {
  const gap = split.purge + split.embargo;
  const wrong: WrongFact[] = [];
  let compared = 0;
  let folds = 0;
  for (const {fold, train, test} of sides) {
    if (train.length === 0 || test.length === 0) continue;
    folds++;
    compared += train.length + test.length;
    const last = train.reduce((a, r) => Math.max(a, day[r]), -1);
    const early = test.find((r) => day[r] <= last + gap);
    if (early === undefined) continue;
    const where = `${desk.accounts[trader[early]]} ${desk.days[day[early]]}`;
    const distance = day[early] - last;
    wrong.push({
      column: `fold ${fold.index + 1}`,
      row: where,
      what:
        distance <= 0
          ? `Fold ${fold.index + 1} tests ${where} and trains on days up to ${desk.days[last]}.`
          : `Fold ${fold.index + 1} tests ${where}, with ${distance - 1} between it and training; the declared gap is ${gap}.`,
    });
  }
  return checkFacts({
    id: "audit.split",
    title: "Tests come after training, with the gap between",
    compared,
    wrong,
    sound: `In each of ${folds} folds every tested day comes after all days trained on, with the declared gap between: ${gap} ${gap === 1 ? "day" : "days"}.`,
    nothing: "There is no fold: the desk has too few days.",
  });
}

/**
 * No trader-day stands in the panel twice, and none stands on both sides of a fold. (Traders do stand on both sides, unless
 * the study forbids it: see `auditTraders`.)
 */
export function auditRows({rows: {trader, day}, sides, desk}: Omit<AuditSplitOptions, "split">): AuditCheck {
  const wrong: WrongFact[] = [];
  const name = (r: number) => `${desk.accounts[trader[r]]} ${desk.days[day[r]]}`;
  const key = (r: number) => trader[r] * desk.days.length + day[r];
  const seen = new Set<number>();
  for (let r = 0; r < trader.length; r++) {
    if (seen.has(key(r))) wrong.push({column: "(rows)", row: name(r), what: `${name(r)} stands in the panel twice.`});
    seen.add(key(r));
  }
  const trained = new Uint8Array(trader.length);
  for (const {fold, train, test} of sides) {
    trained.fill(0);
    for (const r of train) trained[r] = 1;
    const both = test.find((r) => trained[r] === 1);
    if (both !== undefined)
      wrong.push({
        column: `fold ${fold.index + 1}`,
        row: name(both),
        what: `Fold ${fold.index + 1} both trains on ${name(both)} and tests it.`,
      });
  }
  return checkFacts({
    id: "audit.rows",
    title: "No trader-day is on both sides of the split",
    compared: trader.length,
    wrong,
    sound: `${thousands(trader.length)} trader-days, each once, and none both trained on and tested by a fold.`,
    nothing: "The panel has no rows.",
  });
}

/** No trader is trained on and tested by one fold: asked where the study judges models on traders who are new to them. */
export function auditTraders({rows: {trader}, sides, desk}: Omit<AuditSplitOptions, "split">): AuditCheck {
  const wrong: WrongFact[] = [];
  let compared = 0;
  for (const {fold, train, test} of sides) {
    if (train.length === 0 || test.length === 0) continue;
    const trained = new Set(Array.from(train, (r) => trader[r]));
    const tested = new Set(Array.from(test, (r) => trader[r]));
    compared += tested.size;
    for (const one of tested)
      if (trained.has(one))
        wrong.push({
          column: `fold ${fold.index + 1}`,
          row: desk.accounts[one],
          what: `Fold ${fold.index + 1} trains on ${desk.accounts[one]} and tests the same trader.`,
        });
  }
  return checkFacts({
    id: "audit.traders",
    title: "No trader is on both sides of the split",
    compared,
    wrong,
    sound: "No fold tests a trader whom it was trained on: what the study asks for.",
    nothing: "There is no fold with rows on both sides.",
  });
}
