import {atMost, type Bench, quantile} from "./bench.ts";
import {demoReport, report} from "./report.ts";

/** The same report again with nothing changed: the median of three. */
export const bench: Bench = {
  name: "report-warm",
  async run() {
    const {folder} = await demoReport();
    const seconds: number[] = [];
    for (let k = 0; k < 3; k++) seconds.push((await report(folder)).seconds);
    return [atMost("report-warm", "report again, nothing changed: seconds, median of 3", quantile(seconds, 0.5), 10)];
  },
};
