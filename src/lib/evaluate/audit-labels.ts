import type {Desk} from "../ingest/desk.ts";
import {int32, thousands} from "../numeric/index.ts";
import {checkFacts, type WrongFact} from "./audit-facts.ts";
import type {Rows} from "./past.ts";
import {type FutureOf, rewrites} from "./rewrite.ts";
import type {Sides} from "./sides.ts";
import type {AuditCheck, SplitOptions} from "./types.ts";

export interface AuditLabelsOptions {
  readonly desk: Desk;
  readonly future: FutureOf;
  readonly cuts: readonly number[];
  /** The target, one a row of `daily`. */
  readonly label: (desk: Desk) => Float64Array;
  /** The rows that are split. */
  readonly rows: Rows;
  readonly sides: Iterable<Sides>;
  readonly split: Pick<SplitOptions, "embargo">;
}

/**
 * How far does a label reach beyond its own day? Measured, not believed: the future is rewritten after each cut, and the
 * earliest day whose label moves tells. Then, in each fold, the label window of every training row must end before the
 * embargo that precedes the first tested day (López de Prado 2018, chapter 7).
 */
export function auditLabels({desk, future, cuts, label, rows, sides, split}: AuditLabelsOptions): AuditCheck {
  const reach = labelReach({desk, future, cuts, label});
  const wrong: WrongFact[] = [];
  let compared = 0;
  for (const {fold, train, test} of sides) {
    if (train.length === 0 || test.length === 0) continue;
    compared += train.length;
    const first = test.reduce((a, r) => Math.min(a, rows.day[r]), desk.days.length);
    const over = train.find((r) => rows.day[r] <= first && rows.day[r] + reach + split.embargo >= first);
    if (over === undefined) continue;
    const where = `${desk.accounts[rows.trader[over]]} ${desk.days[rows.day[over]]}`;
    const ends = desk.days[Math.min(rows.day[over] + reach, desk.days.length - 1)];
    wrong.push({
      column: `fold ${fold.index + 1}`,
      row: where,
      what: `Fold ${fold.index + 1} trains on ${where}, whose label reaches to ${ends}; with an embargo of ${split.embargo} it must end before ${desk.days[first]}.`,
    });
  }
  return checkFacts({
    id: "audit.labels",
    title: "No label of training reaches the test",
    compared,
    wrong,
    sound: `Labels reach ${reach} ${reach === 1 ? "day" : "days"} beyond their own; with an embargo of ${split.embargo} ${split.embargo === 1 ? "day" : "days"} none of ${thousands(compared)} training rows comes near the days tested.`,
    nothing: "There is no fold: the desk has too few days.",
  });
}

/** Most days beyond its own that a label was seen to depend on. */
function labelReach({
  desk,
  future,
  cuts,
  label,
}: Pick<AuditLabelsOptions, "desk" | "future" | "cuts" | "label">): number {
  const before = byKey(desk, label(desk));
  let reach = 0;
  for (const cut of cuts)
    for (const rewrite of rewrites) {
      const other = future(cut, rewrite);
      const after = byKey(other, label(other));
      for (const [key, value] of before) {
        const day = key % desk.days.length;
        if (day <= cut && !Object.is(value, after.get(key))) reach = Math.max(reach, cut + 1 - day);
      }
    }
  return reach;
}

function byKey({daily, days}: Desk, label: Float64Array): Map<number, number> {
  const [trader, day] = [int32(daily, "trader"), int32(daily, "day")];
  return new Map(Array.from(label, (v, r) => [trader[r] * days.length + day[r], v]));
}
