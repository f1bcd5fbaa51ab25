import {readFile} from "node:fs/promises";
import {join} from "node:path";
import {findLiterals as literalsIn} from "../verdict/index.ts";
import {listFiles} from "./files.ts";
import type {Problem} from "./problem.ts";

/** Looks for results written into pages by hand: see `findLiterals` of the verdict's source rules. */
export async function checkLiterals(root: string): Promise<Problem[]> {
  const pages = (await listFiles(join(root, "src"), (name) => name === ".observablehq" || name === "lib")).filter(
    (path) => path.endsWith(".md"),
  );
  const problems: Problem[] = [];
  for (const page of pages)
    problems.push(...findLiterals(await readFile(join(root, "src", page), "utf8"), `src/${page}`));
  return problems;
}

/** The same for the source of one page; `file` names it in the problems. */
export function findLiterals(source: string, file: string): Problem[] {
  return literalsIn(source).map(({line, kind, text}) => ({
    where: `${file}:${line}`,
    what: `${kind} "${text}" is written into the page; results come from findings. Make a stage report it and show it with the finding component (a layout number belongs in src/lib/view)`,
  }));
}
