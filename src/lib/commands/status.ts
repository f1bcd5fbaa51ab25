import color from "picocolors";
import {pipelineStatus} from "../pipeline/index.ts";
import {stagesOf} from "../pipeline/stages/index.ts";
import {placesOf} from "./current.ts";
import {declarationOf} from "./declaration.ts";
import {loadStudy} from "./load-study.ts";
import {cwd, main, root} from "./main.ts";
import {parseOptions} from "./options.ts";
import {snapshotStatus} from "./with-data.ts";

/** `npm run status`: of each stage, whether `report` would run it, and why. */
await main(async (argv) => {
  const options = parseOptions(argv, ["study", "data", "source", "store"]);
  const {store} = placesOf(options, root, cwd);
  const {loaded, words} = snapshotStatus(await loadStudy(options, root, cwd), store);
  const {study, folder, file} = loaded;
  const stages = await pipelineStatus(stagesOf(study, folder, declarationOf(file)), {root, store});
  const width = Math.max(...stages.map((s) => s.name.length));
  const paint = {fresh: color.green, stale: color.yellow, missing: color.red};
  if (words !== null) console.log(`${words}\n`);
  for (const {name, status, why} of stages)
    console.log(`${name.padEnd(width)}  ${paint[status](status.padEnd(7))}  ${why.join("; ")}`);
  const open = stages.filter((s) => s.status !== "fresh").length;
  console.log(
    open === 0 ? "\nAll fresh." : `\n${open} of ${stages.length} would run. Bring them up to date: npm run report`,
  );
  return 0;
});
