import {spawnSync} from "node:child_process";

/**
 * A Python that has the module: the one that PROOFBOOK_PYTHON names, the first on the path, or the system's (Debian's
 * python3-xgboost and python3-sklearn are there). Undefined where none has it: tests against it then say so and skip.
 */
export function pythonWith(module: string): string | undefined {
  const candidates = [process.env.PROOFBOOK_PYTHON, "python3", "/usr/bin/python3"].filter((name) => name !== undefined);
  const found = candidates.find((name) => spawnSync(name, ["-c", `import ${module}`]).status === 0);
  if (found === undefined) console.warn(`SKIPPED: no Python with ${module} among ${candidates.join(", ")}`);
  return found;
}

/** Runs a script; returns what it prints, as JSON. @throws with its error output where it fails. */
export function runPython<T>(python: string, script: string, args: readonly string[] = []): T {
  const {status, stdout, stderr} = spawnSync(python, ["-c", script, ...args], {
    encoding: "utf8",
    maxBuffer: 2 ** 29,
    env: {...process.env, OMP_NUM_THREADS: "1"}, // threads that spin while others work make small jobs slow
  });
  if (status !== 0) throw new Error(`Python failed: ${stderr}`);
  return JSON.parse(stdout) as T;
}
