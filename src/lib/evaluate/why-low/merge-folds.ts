import {windowsOf} from "../splits/index.ts";
import type {Fold} from "../types.ts";

/**
 * The same test days in at most `most` folds: neighbours are put together, the first one's training window and gap serving
 * all of them. A model is then fitted once where it was fitted several times, and is a little older on its last test days.
 * Folds by groups of traders count once: what is asked here is asked of known traders.
 * @throws RangeError unless `most` is a whole number, 1 or more.
 */
export function mergeFolds(all: readonly Fold[], most: number): Fold[] {
  if (!(Number.isInteger(most) && most >= 1)) throw new RangeError(`invalid most; not 1 fold or more: ${most}`);
  const folds = windowsOf(all);
  const groups = Math.min(most, folds.length);
  return Array.from({length: groups}, (_, g) => {
    const first = folds[Math.floor((g * folds.length) / groups)];
    const last = folds[Math.floor(((g + 1) * folds.length) / groups) - 1];
    return {index: g, train: first.train, gap: first.gap, test: {start: first.test.start, end: last.test.end}};
  });
}
