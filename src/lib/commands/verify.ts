import {resolve} from "node:path";
import color from "picocolors";
import {formatComparison, verify} from "../publish/index.ts";
import {placesOf} from "./current.ts";
import {cwd, main, root} from "./main.ts";
import {parseOptions} from "./options.ts";
import {SNAPSHOTS, snapshotsIn} from "./with-data.ts";

/**
 * `npm run verify`: rebuilds the site's commit in a clean worktree with an empty store and compares every artifact,
 * finding and published file. The study's options are those that the report was made with.
 */
await main(async (argv) => {
  const options = parseOptions(argv, ["study", "data", "source", "out", "store"]);
  const {out, store} = placesOf(options, root, cwd);
  process.env[SNAPSHOTS] ??= snapshotsIn(store); // the rebuild has a store of its own, and asks no database
  const study = (["study", "data", "source"] as const).flatMap((name) =>
    options[name] === undefined ? [] : [`--${name}`, name === "source" ? options[name] : resolve(cwd, options[name])],
  );
  const result = await verify({root, site: out, study, say: (line) => console.error(color.dim(`  ${line}`))});
  console.log(formatComparison(result));
  return result.first === null ? 0 : 1;
});
