import {existsSync, mkdirSync, renameSync, rmSync, writeFileSync} from "node:fs";
import {dirname, join, resolve} from "node:path";
import {parseArgs} from "node:util";
import {verdictEvidence} from "../pipeline/calibration/index.ts";
import {
  type Evidence,
  estimateSeconds,
  openWorkers,
  readRecorded,
  recordEvidence,
  recordedPath,
  recordedText,
  workerCount,
} from "../pipeline/index.ts";
import {knownTruthEvidence} from "../pipeline/stages/index.ts";
import {cwd, main, root} from "./main.ts";
import {UsageError} from "./options.ts";

/** Evidence that can be recorded, by name. */
const evidences: readonly Evidence[] = [knownTruthEvidence as Evidence, verdictEvidence as Evidence];

const usage = `Usage: npm run calibrate -- NAME [options]
NAME: ${evidences.map((e) => e.name).join(" or ")}
Options:
  --draws N     draws a case (default: as many as the evidence asks for)
  --only WORDS  only the cases whose name has these words; the others stay as they are
  --workers N   worker threads (default: one a core)
  --out FILE    where the record goes (default: src/data/recorded/NAME.json)`;

/**
 * `npm run calibrate -- NAME`: runs the Monte-Carlo behind numbers that no build can afford, and writes the record that builds show
 * and check. Says beforehand how long it will take; a run that is stopped goes on where it was.
 */
await main(async (argv) => {
  const {evidence, draws, only, workers, out} = parse(argv);
  const path = out === undefined ? recordedPath(evidence.name) : resolve(cwd, out);
  const store = join(root, ".proofbook", "recorded");
  const wanted = evidence.cases.filter((one) => only === undefined || only(one.name));
  if (wanted.length === 0) throw new UsageError(`--only: no case has these words.\n${list(evidence)}`);
  const pool = openWorkers(workers);
  try {
    console.log("Seconds of one processor, from three draws of each case:");
    let total = 0;
    for (const {name, draws: own} of wanted) {
      const each = await estimateSeconds(evidence, name);
      total += each * (draws ?? own);
      console.log(
        `${(each * (draws ?? own)).toFixed(0).padStart(7)} s (${(1000 * each).toFixed(0)} ms a draw)  ${name}`,
      );
    }
    const lanes = Math.max(1, workers);
    console.log(
      `${total.toFixed(0).padStart(7)} s  in all, about ${Math.ceil(total / lanes / 60)} min on ${lanes} worker(s)\n`,
    );
    const content = await recordEvidence(evidence, {
      workers: pool,
      store,
      draws,
      only,
      before: existsSync(path) ? readRecorded(path) : null,
      onCase: (name, k, of) => console.log(`[${k}/${of}] ${name}`),
    });
    mkdirSync(dirname(path), {recursive: true});
    writeFileSync(`${path}.tmp`, recordedText(content));
    renameSync(`${path}.tmp`, path);
    if (draws === undefined && only === undefined) rmSync(store, {recursive: true, force: true});
    console.log(`\nWritten to ${path}`);
  } finally {
    await pool.close();
  }
  return 0;
});

function parse(argv: readonly string[]) {
  let parsed: ReturnType<typeof read>;
  try {
    parsed = read(argv);
  } catch (error) {
    throw new UsageError(`${(error as Error).message.split(". ")[0]}.\n${usage}`);
  }
  const {values, positionals} = parsed;
  const [name, ...rest] = positionals;
  const evidence = evidences.find((e) => e.name === name);
  if (evidence === undefined || rest.length > 0) throw new UsageError(usage);
  const draws = values.draws === undefined ? undefined : Number(values.draws);
  if (draws !== undefined && !(Number.isInteger(draws) && draws >= 2))
    throw new UsageError(`--draws ${values.draws}: not a whole number of two or more.`);
  const words = values.only?.toLowerCase();
  const only = words === undefined ? undefined : (caseName: string) => caseName.toLowerCase().includes(words);
  return {evidence, draws, only, workers: workerCount(values.workers), out: values.out};
}

function read(argv: readonly string[]) {
  const text = {type: "string"} as const;
  const options = {draws: text, only: text, workers: text, out: text};
  return parseArgs({args: [...argv], options, strict: true, allowPositionals: true});
}

function list({cases}: Evidence): string {
  return cases.map((one) => `  ${one.name}`).join("\n");
}
