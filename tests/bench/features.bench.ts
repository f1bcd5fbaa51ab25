import {
  buildFamilyChunk,
  type FamilyPart,
  familyChunkModule,
  familyNames,
  features,
  joinFamilies,
  planFamily,
} from "../../src/lib/features/index.ts";
import type {Desk} from "../../src/lib/ingest/desk.ts";
import {epochDay, isoDate} from "../../src/lib/ingest/index.ts";
import {stream, table} from "../../src/lib/numeric/index.ts";
import {openWorkers} from "../../src/lib/pipeline/workers.ts";
import {atMost, type Bench} from "./bench.ts";

const TRADERS = 500;
const DAYS = 1000;
const FEATURES = 80;
const CORES = 2;
const REACH = 5;

/**
 * Time to build 80 features of 500 traders × 1,000 days on two workers, in seconds: from the desk to the panel and its
 * report, best of three: the first one also starts the workers. The 80 are the first of the registry whose data a desk without market and fills has, so
 * that all but a few are computed for each of the 500,000 rows.
 */
export const bench: Bench = {
  name: "features",
  async run() {
    const desk = wideDesk();
    const names = features
      .filter((f) => f.reads.every((c) => c in desk.daily.columns || c.startsWith("desk.")))
      .slice(0, FEATURES)
      .map((f) => f.name);
    const workers = openWorkers(CORES);
    try {
      const build = async () => {
        // All families at once, as the stages of a report run.
        const family = async (name: string): Promise<FamilyPart> => {
          const {items, assemble} = await planFamily(desk, name, names, CORES);
          return assemble(await workers.map(buildFamilyChunk, familyChunkModule, items));
        };
        return joinFamilies(desk, await Promise.all(familyNames.map(family)));
      };
      let ours = Number.POSITIVE_INFINITY;
      for (let k = 0; k < 3; k++) {
        const start = performance.now();
        const {panel, report} = await build();
        ours = Math.min(ours, (performance.now() - start) / 1000);
        if (report.used.length !== FEATURES || panel.rows !== TRADERS * DAYS) throw new Error("not what was asked for");
      }
      const what = `${FEATURES} features of ${TRADERS} traders × ${DAYS} days, seconds`;
      return [atMost("features", what, ours, REACH)];
    } finally {
      await workers.close();
    }
  },
};

function wideDesk(): Desk {
  const random = stream(1, "bench", "features");
  const rows = TRADERS * DAYS;
  const column = (draw: () => number) => Float64Array.from({length: rows}, draw);
  const days: string[] = [];
  for (let day = epochDay(2020, 1, 1); days.length < DAYS; day++) if ((day + 3) % 7 < 5) days.push(isoDate(day));
  return {
    origin: {simulated: true, description: "Noise", files: []},
    accounts: Array.from({length: TRADERS}, (_, i) => `T${String(i).padStart(3, "0")}`),
    days,
    daily: table({
      trader: Int32Array.from({length: rows}, (_, r) => Math.floor(r / DAYS)),
      day: Int32Array.from({length: rows}, (_, r) => r % DAYS),
      net: column(() => 100 * random.normal()),
      trades: column(() => random.integer(20)),
      volume: column(() => random.integer(2000)),
      fees: column(() => 5 * random.uniform()),
    }),
    predictions: null,
    interventions: null,
    market: null,
    truth: null,
    quality: {files: [], checks: [], abilities: []},
    setAside: table({}),
  };
}
