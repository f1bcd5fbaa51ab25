import {mkdtempSync, rmSync, statSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {type Bench, quantile, type Result} from "./bench.ts";
import {toParquet, writeFills} from "./fills-file.ts";
import {scanAndGroup} from "./fills-scan.ts";
import {run} from "./process-tree.ts";

/** Fills of the largest file; PROOFBOOK_BENCH_FILLS makes it smaller while developing. */
const MOST = Number(process.env.PROOFBOOK_BENCH_FILLS ?? 20_000_000);
const THREADS = 2;
const RATIO = 1.5;
const GIGABYTES = 4;

const ROUNDS = 3;

interface Measured {
  /** Of each round. */
  readonly seconds: readonly number[];
  readonly gigabytes: number;
}

const fastest = ({seconds}: Measured) => Math.min(...seconds);

/**
 * Fills → trader-day panel against DuckDB's own scan-and-group of the same file (by account, symbol, day and side, with the
 * same sums), in turn, each in a process of its own; the fastest run of each counts, and the median of the rounds' ratios is
 * told. One trader-day in ten ends with a position, so that lots have to be matched. The curve over smaller files says what 100
 * million would take.
 */
export const bench: Bench = {
  name: "fills-panel",
  async run() {
    const folder = mkdtempSync(join(tmpdir(), "proofbook-bench-fills-"));
    try {
      const results: Result[] = [];
      const sizes = [MOST / 20, MOST / 4, MOST].map(Math.round);
      const curves: Record<string, number[]> = {csv: [], parquet: []};
      for (const rows of sizes) {
        const csv = join(folder, "fills.csv");
        const parquet = join(folder, "fills.parquet");
        writeFills(csv, rows);
        await toParquet(csv, parquet);
        for (const [kind, path] of Object.entries({csv, parquet})) {
          const [ours, own] = await inTurn(kind, path);
          curves[kind].push(fastest(ours));
          if (rows === MOST) results.push(...figures(kind, rows, ours, own, statSync(path).size));
        }
        rmSync(csv);
        rmSync(parquet);
      }
      for (const [kind, seconds] of Object.entries(curves)) results.push(curve(kind, sizes, seconds));
      return results;
    } finally {
      rmSync(folder, {recursive: true, force: true});
    }
  },
};

async function inTurn(kind: string, path: string): Promise<[Measured, Measured]> {
  const found: Record<string, {seconds: number[]; gigabytes: number}> = {};
  for (let round = 0; round < ROUNDS; round++)
    for (const who of ["duckdb", "ours"]) {
      const child = join(import.meta.dirname, "fills-panel-child.ts");
      const args = ["--import", "tsx", child, who, kind, path, String(THREADS)];
      const {output, totalPeakBytes} = await run(process.execPath, args, {cwd: join(import.meta.dirname, "../..")});
      const {seconds} = JSON.parse(output.trim().split("\n").at(-1)!) as {seconds: number};
      found[who] ??= {seconds: [], gigabytes: 0};
      found[who].seconds.push(seconds);
      found[who].gigabytes = Math.max(found[who].gigabytes, totalPeakBytes / 1e9);
    }
  return [found.ours, found.duckdb];
}

function figures(kind: string, rows: number, ours: Measured, own: Measured, bytes: number): Result[] {
  const ratio = fastest(ours) / fastest(own);
  const ratios = ours.seconds.map((seconds, round) => seconds / own.seconds[round]);
  const what = `${(rows / 1e6).toFixed(1)} million fills (${kind}, ${(bytes / 1e9).toFixed(2)} GB)`;
  return [
    {
      name: `fills-panel/${kind}`,
      what: `${what} to the panel, seconds`,
      ours: fastest(ours),
      peer: fastest(own),
      ratio,
      reach: `<= ${RATIO} × DuckDB's scan and group`,
      met: ratio <= RATIO,
      note: `fastest of ${ROUNDS}; median ratio of a round ${quantile(ratios, 0.5).toFixed(2)}; the peer, with ${THREADS} threads as ours: ${scanAndGroup(kind)}`,
    },
    {
      name: `fills-panel/${kind}-memory`,
      what: `${what}, peak memory, GB`,
      ours: ours.gigabytes,
      peer: own.gigabytes,
      ratio: ours.gigabytes / own.gigabytes,
      reach: `<= ${GIGABYTES}`,
      met: ours.gigabytes <= GIGABYTES,
    },
  ];
}

/** Seconds for 100 million fills, by a straight line through the two largest files: a measurement is drawn out, not made. */
function curve(kind: string, sizes: readonly number[], seconds: readonly number[]): Result {
  const n = sizes.length;
  const slope = (seconds[n - 1] - seconds[n - 2]) / (sizes[n - 1] - sizes[n - 2]);
  const note = sizes.map((rows, i) => `${(rows / 1e6).toFixed(2)} M: ${seconds[i].toFixed(1)} s`).join(", ");
  return {
    name: `fills-panel/${kind}-100m`,
    what: `100 million fills (${kind}), seconds, extrapolated`,
    ours: seconds[n - 1] + slope * (1e8 - sizes[n - 1]),
    peer: null,
    ratio: null,
    reach: "told",
    met: true,
    note,
  };
}
