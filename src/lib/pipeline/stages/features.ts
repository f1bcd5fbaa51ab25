import {type FeatureReport, familyNames, features, joinFamilies, selectFeatures} from "../../features/index.ts";
import {table} from "../../numeric/index.ts";
import type {Study} from "../../study/index.ts";
import type {Stage} from "../stage.ts";
import {readDesk} from "./desk-artifacts.ts";

/** One row per trader and day: the day's net, and features of what was known at the close before, family by family. */
export function featuresStage(study: Study): Stage {
  const families = familyNames.map((family) => `features/${family}`);
  return {
    name: "features",
    label: "join features",
    inputs: ["ingest", ...families],
    files: [],
    code: [new URL(import.meta.url)],
    params: {features: study.features},
    async run(context) {
      selectFeatures(study.features, features); // refuses a name that no family has
      const parts = families.map((family) => {
        const input = context.input(family);
        return {
          features: input.has("features.arrow") ? input.table("features.arrow") : table({}),
          report: input.json<FeatureReport>("features.json"),
        };
      });
      const {panel, report} = joinFamilies(readDesk(context.input("ingest"), context.origin), parts);
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
