import {copyFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {dirname, join} from "node:path";
import {fileURLToPath, pathToFileURL} from "node:url";
import {onTestFinished} from "vitest";
import type {Stage} from "../../src/lib/pipeline/index.ts";

export const repository = fileURLToPath(new URL("../../", import.meta.url));

export interface Project {
  readonly root: string;
  write(path: string, text: string): void;
  url(path: string): URL;
}

/** A project of its own in a temporary folder, removed after the test: modules, this repository's lock and packages. */
export function makeProject(files: Readonly<Record<string, string>> = {}, below = ""): Project {
  const temporary = realpathSync(mkdtempSync(join(tmpdir(), "proofbook-")));
  onTestFinished(() => rmSync(temporary, {recursive: true, force: true}));
  const root = join(temporary, below);
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), {recursive: true});
    writeFileSync(join(root, path), text);
  };
  write("package.json", '{"type": "module", "sideEffects": false}');
  copyFileSync(join(repository, "package-lock.json"), join(root, "package-lock.json"));
  symlinkSync(join(repository, "node_modules"), join(root, "node_modules"));
  for (const [path, text] of Object.entries(files)) write(path, text);
  return {root, write, url: (path) => pathToFileURL(join(root, path))};
}

export const simulated = {simulated: true, description: "Simulated desk, seed 1", files: []};

/** A stage with everything that a test does not care about filled in. */
export function makeStage(stage: Partial<Stage> & Pick<Stage, "name" | "run">): Stage {
  return {label: stage.name, inputs: [], files: [], code: [], params: {}, ...stage};
}
