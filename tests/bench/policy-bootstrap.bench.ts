import {openWorkers} from "../../src/lib/pipeline/workers.ts";
import {impactIntervals} from "../../src/lib/robustness/index.ts";
import {atMost, type Bench} from "./bench.ts";
import {DAYS, deskRows, fastest, TRADERS} from "./desk-rows.ts";

const DRAWS = 2000;
const LIMIT = 2;
const WORKERS = 2;

/** Day-block bootstraps of delta, de-risking and timing of the desk and of every trader, from rows to intervals, on two workers. */
export const bench: Bench = {
  name: "policy-bootstrap",
  async run() {
    const workers = await openWorkers(WORKERS);
    try {
      const results = [];
      for (const policy of ["cuts", "sizes"] as const) {
        const rows = deskRows(policy);
        const options = {rows, traders: TRADERS, draws: DRAWS, level: 0.95, seed: 1, names: ["bench"]};
        const map: typeof workers.map = workers.map;
        const run = () => impactIntervals({...options, map});
        await run(); // workers load the code
        const seconds = await fastest(3, run);
        results.push(
          atMost(
            `policy-bootstrap/${policy}`,
            `${DRAWS} bootstraps of ${3 * (TRADERS + 1)} figures, ${TRADERS} traders × ${DAYS} days, ${policy === "cuts" ? "a tenth" : "all"} of the rows changed, ${WORKERS} workers (s)`,
            seconds,
            LIMIT,
          ),
        );
      }
      return results;
    } finally {
      await workers.close();
    }
  },
};
