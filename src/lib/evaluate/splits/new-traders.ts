import type {Fold} from "../types.ts";

/**
 * Each fold once a group of traders: a fold trains on the other groups' traders and tests its own group's, so that whoever is
 * tested was never trained on. Trader i is of group i mod `groups`. What a study asks for that wants to know how a model does
 * on traders who are new to it.
 * @returns folds in order of time, then group, numbered anew.
 * @throws RangeError unless groups is a whole number, 2 or more.
 */
export function byTraderGroup(folds: readonly Fold[], groups: number): Fold[] {
  if (!(Number.isInteger(groups) && groups >= 2)) throw new RangeError(`invalid groups; not 2 or more: ${groups}`);
  return folds.flatMap((fold, w) =>
    Array.from({length: groups}, (_, group) => ({...fold, index: w * groups + group, newTraders: {group, groups}})),
  );
}

/** Whether a fold may train on a trader's rows. */
export function trainsOn({newTraders}: Pick<Fold, "newTraders">, trader: number): boolean {
  return newTraders === undefined || trader % newTraders.groups !== newTraders.group;
}

/** Whether a fold tests a trader's rows. */
export function testsTrader({newTraders}: Pick<Fold, "newTraders">, trader: number): boolean {
  return newTraders === undefined || trader % newTraders.groups === newTraders.group;
}

/** The windows of days behind such folds, each once, of all traders, numbered anew; other folds as they are. */
export function windowsOf(folds: readonly Fold[]): Fold[] {
  return folds
    .filter(({newTraders}) => newTraders === undefined || newTraders.group === 0)
    .map(({newTraders: _, ...fold}, index) => ({...fold, index}));
}
