import {directDesk, drawTwin, fitTwin, simulate, simulateFills} from "../../src/lib/simulate/index.ts";
import type {Bench, Result} from "./bench.ts";

/** What a job reports: ours in the unit of its name; no peer is known that simulates a desk. */
export interface JobResult {
  readonly ours: number;
  readonly peer: number | null;
  readonly ratio: number | null;
  readonly reach: string;
  readonly met: boolean;
}

const RUNS = 15;

const WARM_UP = 8;

/** Median time of a few runs after some to warm up (a calibration simulates hundreds), milliseconds. */
function milliseconds(run: (k: number) => void): number {
  for (let k = 0; k < WARM_UP; k++) run(k);
  const times = Array.from({length: RUNS}, (_, k) => {
    const start = performance.now();
    run(k + WARM_UP);
    return performance.now() - start;
  }).sort((a, b) => a - b);
  return times[(RUNS - 1) / 2];
}

function result(ours: number, limit: number, atLeast: boolean): JobResult {
  const met = atLeast ? ours >= limit : ours <= limit;
  return {ours, peer: null, ratio: null, reach: `${atLeast ? ">=" : "<="} ${limit}`, met};
}

/** Fills a second, of the demo desk's days (about 670,000 fills): 1 million or more. */
export const job = {
  name: "simulate-fills (a second)",
  group: "simulate",
  run(): Promise<JobResult> {
    const desk = simulate({desk: "demo", seed: 1});
    let count = 0;
    const ms = milliseconds(() => {
      ({count} = simulateFills(desk));
    });
    return Promise.resolve(result((1000 * count) / ms, 1_000_000, true));
  },
};

/** A desk of 20 traders and 500 days with its truth, no fills: 30 ms. */
export const deskJob = {
  name: "simulate-desk (20 × 500, ms)",
  group: "simulate",
  run(): Promise<JobResult> {
    const ms = milliseconds((seed) => directDesk(simulate({desk: "demo", seed})));
    return Promise.resolve(result(ms, 30, false));
  },
};

/** A twin of that desk, drawn from a model that is fitted once: 60 ms. */
export const twinJob = {
  name: "draw-twin (20 × 500, ms)",
  group: "simulate",
  run(): Promise<JobResult> {
    const model = fitTwin(directDesk(simulate({desk: "demo", seed: 1})));
    return Promise.resolve(
      result(
        milliseconds((seed) => drawTwin(model, {seed, effect: 100})),
        60,
        false,
      ),
    );
  },
};

export const jobs = [job, deskJob, twinJob];

/** The three as one job of `npm run bench -- simulate`. */
export const bench: Bench = {
  name: "simulate",
  async run() {
    const results: Result[] = [];
    for (const each of jobs)
      results.push({name: `simulate/${each.name.split(" ")[0]}`, what: each.name, ...(await each.run())});
    return results;
  },
};
