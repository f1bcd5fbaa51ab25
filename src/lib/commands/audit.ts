import color from "picocolors";
import {type AuditReport, type LeakOutcome, type Plan, printSplits} from "../evaluate/index.ts";
import {reader, runPipeline, type Stage, terminalProgress} from "../pipeline/index.ts";
import {type DeskFile, stagesOf} from "../pipeline/stages/index.ts";
import {auditLines, catalogueLine} from "./audit-table.ts";
import {placesOf} from "./current.ts";
import {loadStudy} from "./load-study.ts";
import {cwd, main, root} from "./main.ts";
import {parseOptions} from "./options.ts";
import {printable} from "./printable.ts";
import {withData} from "./with-data.ts";

/**
 * `npm run audit`: brings up to date what the leakage audit needs (and not the rest of the study), and prints the split and what was
 * found. Exit code 1 on a leak, or when a seeded leak was missed: an audit that does not see is no audit. What cannot be audited is
 * said, and is no leak.
 */
await main(async (argv) => {
  const options = parseOptions(argv, ["study", "data", "source", "store", "workers"]);
  const {store} = placesOf(options, root, cwd);
  const {study, folder} = await withData(await loadStudy(options, root, cwd), store);
  console.error(`${color.bold("Leakage audit")}  ${printable(study.title)}\n`);
  const stages = neededFor(["audit", "leak-catalogue"], stagesOf(study, folder));
  const run = await runPipeline(stages, {root, store, workers: options.workers, progress: await terminalProgress()});
  const {checks} = reader(run, "audit").json<AuditReport>("audit.json");
  const {outcomes} = reader(run, "leak-catalogue").json<{outcomes: LeakOutcome[]}>("leaks.json");
  const {folds} = reader(run, "plan").json<Plan>("plan.json");
  const {days} = reader(run, "ingest").json<DeskFile>("desk.json");
  console.log(`\n${run.origin.simulated ? "SIMULATED DATA.\n" : ""}${printSplits(folds, days)}`);
  console.log(auditLines(checks).join("\n"));
  console.log(catalogueLine(outcomes));
  return checks.some((c) => c.status === "leak") || outcomes.some((o) => !o.caught) ? 1 : 0;
});

/** The stages of those names and all that they read, in the given order. */
function neededFor(names: readonly string[], stages: readonly Stage[]): Stage[] {
  const needed = new Set(names);
  for (const stage of [...stages].reverse())
    if (needed.has(stage.name)) for (const input of stage.inputs) needed.add(input);
  return stages.filter((stage) => needed.has(stage.name));
}
