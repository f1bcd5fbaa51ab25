import {circularShift} from "../../src/lib/robustness/index.ts";
import {atMost, type Bench} from "./bench.ts";
import {DAYS, deskRows, fastest, TRADERS} from "./desk-rows.ts";

const LIMIT = 1;

/** All circular shifts of a large desk's policy, from rows to p-value. Direct sums (few rows changed) and Fourier's way (all). */
export const bench: Bench = {
  name: "circular-shift",
  async run() {
    const results = [];
    for (const policy of ["cuts", "sizes"] as const) {
      const rows = deskRows(policy);
      const seconds = await fastest(3, () => circularShift(rows));
      const {shift} = circularShift(rows);
      if (shift === null) throw new Error("no shift was made");
      results.push(
        atMost(
          `circular-shift/${policy}`,
          `${shift.shifted.length} shifts of ${TRADERS} traders × ${DAYS} days, ${policy === "cuts" ? "a tenth" : "all"} of the rows changed (s)`,
          seconds,
          LIMIT,
        ),
      );
    }
    return results;
  },
};
