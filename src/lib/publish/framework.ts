import {type ChildProcess, spawn} from "node:child_process";
import {createRequire} from "node:module";
import {dirname, join} from "node:path";

/** How to start Framework. */
export interface FrameworkOptions {
  /** The project's folder: where observablehq.config.ts is. */
  readonly root: string;
  /** Where a build writes; absolute. */
  readonly output?: string;
  /** What comes after "preview": ["--port", "3001"]. */
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly stdio?: "inherit" | "pipe";
}

/**
 * Starts `observable build` or `observable preview` as a child, the only way in which Proofbook uses it: without a
 * network, without telemetry, with TypeScript modules that import each other by their real names; a build also without
 * modification times. Nothing needs to be on the PATH.
 */
export function spawnFramework(command: "build" | "preview", options: FrameworkOptions): ChildProcess {
  const {root, output, args = [], env = {}, stdio = "pipe"} = options;
  const bin = join(
    dirname(createRequire(import.meta.url).resolve("@observablehq/framework/package.json")),
    "dist/bin/observable.js",
  );
  const preload = ["offline.ts", "ts-imports.ts", ...(command === "build" ? ["file-times.ts"] : [])];
  return spawn(
    process.execPath,
    [
      "--no-warnings",
      ...["--import", import.meta.resolve("tsx")],
      ...preload.flatMap((name) => ["--import", new URL(`preload/${name}`, import.meta.url).href]),
      bin,
      command,
      ...args,
    ],
    {
      cwd: root,
      stdio: stdio === "inherit" ? "inherit" : ["ignore", "pipe", "pipe"],
      env: {
        ...process.env,
        ...env,
        OBSERVABLE_TELEMETRY_DISABLE: "1",
        ...(output === undefined ? {} : {PROOFBOOK_OUTPUT: output}),
        ...(stdio === "pipe" ? {NO_COLOR: "1", FORCE_COLOR: "0"} : {}),
      },
    },
  );
}
