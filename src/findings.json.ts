import {canonicalJson} from "./lib/pipeline/index.ts";
import {currentRun} from "./lib/publish/load.ts";

/** Published at `/findings.json`: every finding of the build. A stable interface; see the Reproduce page. */
process.stdout.write(canonicalJson(currentRun().findings));
