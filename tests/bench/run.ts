import {readdirSync} from "node:fs";
import {join} from "node:path";
import {pathToFileURL} from "node:url";
import type {Bench, Result} from "./bench.ts";
import {cleanUp} from "./report.ts";

/**
 * `npm run bench`: every job, then a table. `-- NAME …` runs those jobs only. `-- --json` prints each figure as one JSON
 * object on a line of its own (name, what, ours, peer, ratio, reach, met, note) as soon as it is known, and nothing else
 * on stdout. Exits with 1 if a figure is not reached or a job fails.
 */
const words = process.argv.slice(2);
const json = words.includes("--json");
const wanted = words.filter((word) => word !== "--json");
const names = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith(".bench.ts"))
  .map((file) => file.slice(0, -".bench.ts".length))
  .sort();
const unknown = wanted.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  console.error(`There is no bench ${unknown.join(", ")}; there are: ${names.join(", ")}.`);
  process.exit(2);
}

const results: Result[] = [];
for (const name of names.filter((each) => wanted.length === 0 || wanted.includes(each))) {
  console.error(`running ${name}`);
  const {bench} = (await import(pathToFileURL(join(import.meta.dirname, `${name}.bench.ts`)).href)) as {bench: Bench};
  const found = await bench.run().catch((error: unknown): Result[] => {
    const note = error instanceof Error ? error.message : String(error);
    return [{name, what: "failed", ours: null, peer: null, ratio: null, reach: "", met: false, note}];
  });
  for (const result of found) if (json) console.log(JSON.stringify(result));
  results.push(...found);
}
await cleanUp();
if (!json) printTable(results);
process.exitCode = results.every((result) => result.met) ? 0 : 1;

function printTable(rows: readonly Result[]): void {
  const show = (x: number | string | null) => (typeof x === "number" ? String(Number(x.toPrecision(4))) : (x ?? "–"));
  const cells = rows.map((r) => [
    r.name,
    r.what,
    show(r.ours),
    show(r.peer),
    show(r.ratio),
    r.reach,
    r.met ? "yes" : "NO",
    r.note ?? "",
  ]);
  const all = [["job", "what", "ours", "peer", "ratio", "reach", "met", "note"], ...cells];
  const widths = all[0].map((_, k) => Math.max(...all.map((row) => row[k].length)));
  for (const row of all)
    console.log(
      row
        .map((cell, k) => cell.padEnd(widths[k]))
        .join("  ")
        .trimEnd(),
    );
}
