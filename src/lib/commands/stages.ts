import {placesOf} from "./current.ts";
import {loadStudy} from "./load-study.ts";
import {cwd, main, root} from "./main.ts";
import {parseOptions} from "./options.ts";
import {bringUpToDate} from "./pipeline.ts";

/** The stages alone, without the site: what `npm run dev` starts anew after each change, so that it runs the new code. */
await main(async (argv) => {
  const options = parseOptions(argv, ["study", "data", "source", "store", "workers", "refresh"]);
  await bringUpToDate(await loadStudy(options, root, cwd), placesOf(options, root, cwd), options);
  return 0;
});
