import {atMost, type Bench} from "./bench.ts";
import {demoReport} from "./report.ts";

/** The demo report in a fresh copy of the project: empty store, nothing vendored; installing is not counted. */
export const bench: Bench = {
  name: "report-cold",
  async run() {
    const {cold} = await demoReport();
    return [
      atMost("report-cold", "demo report, empty store, 2 workers: seconds", cold.seconds, 60),
      atMost(
        "report-cold/memory",
        "peak memory of the pipeline with its workers: MB",
        cold.peakBytes / 1e6,
        1000,
        `with the site build: ${(cold.totalPeakBytes / 1e6).toFixed(0)} MB`,
      ),
    ];
  },
};
