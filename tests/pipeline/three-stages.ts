import * as fs from "node:fs";
import {join} from "node:path";
import {float64, table} from "../../src/lib/numeric/index.ts";
import {type RunOptions, runPipeline} from "../../src/lib/pipeline/index.ts";
import {makeStage, type Project, simulated} from "./project.ts";

export const modules = {
  "src/lib/ingest.ts": "export const ingest = () => 1;",
  "src/lib/features.ts": 'import {lag} from "./lag.ts"; export const features = (x: number) => lag(x);',
  "src/lib/lag.ts": "export function lag(x: number) { return x - 1; }",
  "src/lib/verdict.ts": "export const verdict = () => 3;",
  "data/daily.csv": "account_id,date,net\nA,2025-01-02,1\n",
};

/** ingest → features → verdict, and calls that count which of them ran. */
export function pipeline(project: Project, params: {train: number} = {train: 166}) {
  const ran: string[] = [];
  const code = (name: string) => [project.url(`src/lib/${name}.ts`)];
  const daily = {name: "daily.csv", path: join(project.root, "data/daily.csv")};
  const ingest = makeStage({
    name: "ingest",
    files: [daily],
    code: code("ingest"),
    async run(context) {
      ran.push("ingest");
      const rows = fs.readFileSync(context.file("daily.csv"), "utf8").trim().split("\n").length - 1;
      return {tables: {"daily.arrow": table({net: new Float64Array(rows).fill(0.5)})}, origin: simulated};
    },
  });
  const features = makeStage({
    name: "features",
    inputs: ["ingest"],
    code: code("features"),
    params: {split: params},
    async run(context) {
      ran.push("features");
      const net = float64(context.input("ingest").table("daily.arrow"), "net");
      return {json: {"features.json": {rows: net.length, simulated: context.origin.simulated}}};
    },
  });
  const verdict = makeStage({
    name: "verdict",
    inputs: ["features", "ingest"],
    code: code("verdict"),
    async run(context) {
      ran.push("verdict");
      const {rows} = context.input("features").json<{rows: number}>("features.json");
      const finding = {
        id: "rows",
        label: "Rows",
        value: rows,
        unit: "count" as const,
        n: rows,
        method: "Count.",
        artifact: "verdict.json",
      };
      return {json: {"verdict.json": {rows}}, findings: [finding]};
    },
  });
  return {ran, stages: [verdict, features, ingest]};
}

export const options = (project: Project, more: Partial<RunOptions> = {}): RunOptions => ({
  root: project.root,
  workers: 0,
  loadedAt: Number.POSITIVE_INFINITY, // the stages' modules here are only hashed, never run
  ...more,
});

export async function go(project: Project, params?: {train: number}, more: Partial<RunOptions> = {}) {
  const {ran, stages} = pipeline(project, params);
  const run = await runPipeline(stages, options(project, more));
  return {ran, run, why: Object.fromEntries(run.stages.map((s) => [s.name, s.why.join("; ")]))};
}
