import {stream} from "../../numeric/index.ts";
import type {TreatmentDraws} from "./treatment-draws.ts";

export interface UntreatedOptions {
  /** Days on which each treated trader was treated. */
  readonly calendars: readonly Int32Array[];
  /** Of the untreated traders' rows: trader 0 … traders − 1, and day. */
  readonly trader: Int32Array;
  readonly day: Int32Array;
  readonly traders: number;
  readonly draws: number;
  readonly seed: number;
}

/** Each untreated trader is given the calendar of a treated one, drawn at random; days on which it has no row are left out. */
export function untreatedDraws({calendars, trader, day, traders, draws, seed}: UntreatedOptions): TreatmentDraws {
  const rowOn = Array.from({length: traders}, () => new Map<number, number>());
  for (let i = 0; i < day.length; i++) rowOn[trader[i]].set(day[i], i);
  return {
    count: draws,
    exact: false,
    rows(b) {
      const random = stream(seed, "placebo", "causal", "untreated", b);
      const chosen: number[] = [];
      for (const own of rowOn)
        for (const d of calendars[random.integer(calendars.length)]) {
          const i = own.get(d);
          if (i !== undefined) chosen.push(i);
        }
      return Int32Array.from(chosen);
    },
  };
}
