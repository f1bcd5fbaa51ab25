import {buildPanel} from "../../features/index.ts";
import type {Study} from "../../study/index.ts";
import type {Stage} from "../stage.ts";
import {readDesk} from "./desk-artifacts.ts";

/** One row per trader and day: the day's net, and features of what was known at the close before. */
export function featuresStage(study: Study): Stage {
  return {
    name: "features",
    label: "build features",
    inputs: ["ingest"],
    files: [],
    code: [new URL(import.meta.url)],
    params: {features: study.features},
    async run(context) {
      const {panel, report} = buildPanel(readDesk(context.input("ingest"), context.origin), study.features);
      return {
        tables: {"panel.arrow": panel},
        json: {"features.json": report},
        findings: [
          {
            id: "features.count",
            label: "Features",
            value: report.used.length,
            unit: "count",
            n: panel.rows,
            of: "trader-days",
            method: "Features whose data are there; each sees earlier days only.",
            artifact: "features.json",
          },
        ],
      };
    },
  };
}
