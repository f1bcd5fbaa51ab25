import {type Study, StudyError} from "../../study/index.ts";
import type {Fold, SplitOptions} from "../types.ts";
import {calendarFolds, calendarPeriods} from "./calendar.ts";
import {daysNeeded, resolveSplit, walkForwardFolds} from "./folds.ts";
import {byTraderGroup} from "./new-traders.ts";

export interface PlannedFolds {
  readonly split: SplitOptions;
  /** None where the desk is too short; `short` says why. */
  readonly folds: readonly Fold[];
  readonly short: string | null;
}

/**
 * The folds of a study on a desk's trading days: by days or by the calendar, from the anchor on where one is declared, and
 * once a group of traders where the study judges traders who are new to the model.
 * @param dates trading days, ISO, ascending.
 * @throws StudyError for an anchor after the last day, or fewer traders than groups.
 */
export function planFolds(
  {split: declared, newTraders}: Pick<Study, "split" | "newTraders">,
  dates: readonly string[],
  traders: number,
): PlannedFolds {
  if (newTraders !== null && traders < newTraders.groups)
    throw new StudyError(
      `  newTraders.groups: ${newTraders.groups} groups need as many traders; the desk has ${traders}`,
    );
  const planned =
    declared !== "auto" && declared.unit !== "day" ? byCalendar(declared, dates) : byDays(declared, dates);
  return newTraders === null ? planned : {...planned, folds: byTraderGroup(planned.folds, newTraders.groups)};
}

type Declared = Exclude<Study["split"], "auto">;

function byDays(declared: Study["split"], dates: readonly string[]): PlannedFolds {
  const {length} = dates;
  const split = {
    ...resolveSplit(declared, length),
    ...(declared !== "auto" && declared.kind === "anchored" ? {anchor: anchorDay(declared, dates)} : {}),
  };
  const needed = daysNeeded(split);
  if (length >= needed) return {split, folds: walkForwardFolds(length, split), short: null};
  const before = split.anchor === undefined || split.anchor === 0 ? "" : `${split.anchor} before the anchor, `;
  return {
    split,
    folds: [],
    short: `one fold needs ${needed} (${before}${split.train} to train on, ${split.purge + split.embargo} between, 1 to test)`,
  };
}

function byCalendar(declared: Declared, dates: readonly string[]): PlannedFolds {
  const {kind, train, test, embargo, anchor} = declared;
  const unit = declared.unit as "month" | "quarter";
  const first = kind === "anchored" ? anchorDay(declared, dates) : 0;
  const split: SplitOptions = {
    kind,
    unit,
    train,
    test,
    purge: 0,
    embargo,
    ...(kind === "anchored" ? {anchor: first} : {}),
  };
  const periods = calendarPeriods(dates, unit, first);
  const words = `${train} ${unit}${train === 1 ? "" : "s"} to train on and 1 to test`;
  if (periods.length <= train)
    return {split, folds: [], short: `one fold needs ${words}; the desk has ${periods.length}`};
  if (periods[train].start - embargo <= periods[0].start)
    return {
      split,
      folds: [],
      short: `an embargo of ${embargo} days leaves none of the first ${train} ${unit}s to train on`,
    };
  return {split, folds: calendarFolds(dates, {unit, kind, train, test, embargo, anchor}), short: null};
}

function anchorDay({anchor}: Declared, dates: readonly string[]): number {
  const day = dates.findIndex((date) => date >= anchor!);
  if (day < 0)
    throw new StudyError(
      `  split.anchor: ${anchor} is after the desk's last day, ${dates.at(-1) ?? "of which there is none"}; name a day from which to train`,
    );
  return day;
}
