import type {Table} from "../../numeric/index.ts";
import type {Run} from "../../pipeline/index.ts";

/** What the Reproduce page shows of a run. */
export interface RunSummary {
  readonly origin: string;
  readonly simulated: boolean;
  readonly lockfile: string;
  readonly stages: readonly {
    readonly name: string;
    readonly label: string;
    readonly key: string;
    readonly code: string;
    readonly inputs: readonly string[];
    readonly artifacts: readonly {readonly file: string; readonly sha256: string; readonly bytes: number}[];
  }[];
  readonly files: readonly {readonly name: string; readonly sha256: string; readonly bytes: number}[];
}

/** Only what is the same on every machine: no times, no folders. */
export function runSummary(run: Run): RunSummary {
  const files = new Map(run.stages.flatMap((s) => s.files).map((f) => [f.name, f]));
  return {
    origin: run.origin.description,
    simulated: run.origin.simulated,
    lockfile: run.lockfile,
    stages: run.stages.map(({name, label, key, components, artifacts}) => ({
      name,
      label,
      key,
      code: components.code,
      inputs: Object.keys(components.inputs).sort(),
      artifacts: artifacts.map(({file, sha256, bytes}) => ({file, sha256, bytes})),
    })),
    files: [...files.keys()].sort().map((name) => {
      const {sha256, bytes} = files.get(name)!;
      return {name, sha256, bytes};
    }),
  };
}

/** The first rows of a table as objects, and how many there are in all. */
export function firstRows(
  {rows, columns}: Table,
  most = 200,
): {rows: Record<string, string | number>[]; total: number} {
  const names = Object.keys(columns);
  const shown = Math.min(rows, most);
  return {
    rows: Array.from({length: shown}, (_, i) => Object.fromEntries(names.map((name) => [name, columns[name][i]]))),
    total: rows,
  };
}
