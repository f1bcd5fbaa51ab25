import {readFile} from "node:fs/promises";
import {join} from "node:path";
import {findSecrets} from "../verdict/index.ts";
import {listFiles} from "./files.ts";
import type {Problem} from "./problem.ts";

/** What is not the project's own text, or is made by it. */
const skipped = new Set([".git", ".observablehq", ".proofbook", "node_modules", "dist", "coverage"]);
const texts = /\.(?:ts|mts|js|mjs|md|css|json|ya?ml|toml|sh|env|txt)$|(?:^|\/)\.env[^/]*$/;
/** A test that must try out addresses and passwords says so in these words, which are looked for under tests/ only. */
const madeUp = /credentials here are made up/i;
/** Where ids of traders may not stand: pages, and what is studied. */
const published = /^src\/(?:pages\/.*\.md|[^/]+\.md|data\/.*\.ts)$/;

/**
 * Looks for credentials in every source of a project (but tests that say that theirs are made up), and for ids of the desk's accounts in its pages and studies.
 * @param accounts of a desk read from files; of a simulated one, whose ids are nobody's, none.
 */
export async function checkSecrets(root: string, accounts: readonly string[] = []): Promise<Problem[]> {
  const paths = (await listFiles(root, (name) => skipped.has(name))).filter(
    (path) => texts.test(path) && !/(?:^|\/)package-lock\.json$/.test(path),
  );
  const problems: Problem[] = [];
  for (const path of paths) {
    const ids = published.test(path) ? accounts : [];
    const text = await readFile(join(root, path), "utf8");
    if (path.startsWith("tests/") && madeUp.test(text)) continue;
    for (const {line, kind, begins} of findSecrets(text, ids))
      problems.push({
        where: `${path}:${line}`,
        what:
          kind === "account id"
            ? `the id of an account ("${begins}") stands in it; pages and studies show traders through findings and tables, never by name`
            : `${kind} ("${begins}"): take it out, change it where it is used, and read it from the environment`,
      });
  }
  return problems;
}
