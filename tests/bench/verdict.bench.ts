import {existsSync} from "node:fs";
import {calibrationCases, judgeDesk, verdictEvidence} from "../../src/lib/pipeline/calibration/index.ts";
import {commandOf, readRecorded, recordedPath} from "../../src/lib/pipeline/recorded.ts";
import type {CalibrationDraw, CalibrationSummary} from "../../src/lib/verdict/index.ts";
import {atMost, type Bench, notMeasured, type Result} from "./bench.ts";

/** Seconds of one processor that a desk of 20 traders × 500 days may take, so that thousands can be judged. */
const REACH = 5;

/** The confusion table on record against what is asked of the verdict, and what one desk costs. */
export const bench: Bench = {
  name: "verdict",
  async run() {
    const path = recordedPath(verdictEvidence.name);
    const rates = existsSync(path)
      ? readRecorded<CalibrationDraw, CalibrationSummary>(path).cases.flatMap(({name, summary}) =>
          ratesOf(name, summary),
        )
      : [notMeasured("verdict/record", "verdicts on simulated desks", "on record", `run ${commandOf("verdict")}`)];
    const one = calibrationCases.find((c) => c.name === "helpful")!;
    await judgeDesk(one, 1); // loads and compiles
    const before = process.cpuUsage();
    const desks = 3;
    for (let seed = 2; seed < 2 + desks; seed++) await judgeDesk(one, seed);
    const {user, system} = process.cpuUsage(before);
    const seconds = (user + system) / 1e6 / desks;
    return [
      ...rates,
      atMost(
        "verdict/cost",
        "processor time of the whole chain on one helpful desk, 20 traders × 500 days, seconds",
        seconds,
        REACH,
      ),
    ];
  },
};

function ratesOf(name: string, {verdicts, desks, errors}: CalibrationSummary): Result[] {
  const deploy = verdicts.find((v) => v.decision === "deploy")!;
  const what = `“deploy” on ${desks} ${name} desks, share (exact 95 % interval ${deploy.interval.map((p) => p.toFixed(3)).join(" to ")})`;
  const note = errors > 0 ? `${errors} desks ended in an error` : undefined;
  const id = `verdict/${name.replace(/[^a-z0-9]+/g, "-").replace(/-$/, "")}`;
  if (name === "null" || name === "harmful") return [atMost(id, what, deploy.share, 0.02, note)];
  if (name === "leaky" || name === "tiny") return [atMost(id, what, deploy.share, 0, note)];
  if (name === "helpful")
    return [
      {name: id, what, ours: deploy.share, peer: null, ratio: null, reach: ">= 0.8", met: deploy.share >= 0.8, note},
    ];
  return [{name: id, what, ours: deploy.share, peer: null, ratio: null, reach: "none", met: true, note}];
}
