import type {ExhibitId, Figure} from "./types.ts";

/** Makes figures of one exhibit: their ids begin with "autopsy.<exhibit>.". */
export function figuresOf(exhibit: ExhibitId) {
  return (name: `${"old" | "truth" | "proofbook"}.${string}`, figure: Omit<Figure, "id">): Figure => ({
    ...figure,
    id: `autopsy.${exhibit}.${name}`,
  });
}

/** "n" and "of" of a figure that rests on trader-days. */
export const traderDays = (n: number) => ({n, of: "trader-days"});
