import type {FamilyName} from "../../features/feature.ts";
import {buildFamilyChunk, familyChunkModule, familyLabels, familyModule, planFamily} from "../../features/index.ts";
import type {Table} from "../../numeric/index.ts";
import type {Study} from "../../study/index.ts";
import type {Stage} from "../stage.ts";
import {readDesk} from "./desk-artifacts.ts";

/** Trader-days of one task for a worker: some tens of milliseconds a feature family. */
const ROWS_A_CHUNK = 50_000;

/**
 * The features of one family. A stage a family, its code the family's own module, so that an edit of one family leaves the
 * others' artifacts as they are.
 */
export function familyStage(study: Study, family: FamilyName): Stage {
  return {
    name: `features/${family}`,
    label: `build features: ${familyLabels[family].toLowerCase()}`,
    inputs: ["ingest"],
    files: [],
    code: [new URL(import.meta.url), familyChunkModule, familyModule(family)],
    params: {features: study.features},
    async run(context) {
      const desk = readDesk(context.input("ingest"), context.origin);
      const chunks = Math.max(1, Math.ceil(desk.daily.rows / ROWS_A_CHUNK));
      const {items, assemble} = await planFamily(desk, family, study.features, chunks);
      const {features, report} = assemble(
        items.length === 1
          ? [await buildFamilyChunk(items[0])] // too little to send to a worker
          : await context.map(buildFamilyChunk, familyChunkModule, items),
      );
      const tables: Record<string, Table> = report.used.length === 0 ? {} : {"features.arrow": features};
      return {tables, json: {"features.json": report}};
    },
  };
}
