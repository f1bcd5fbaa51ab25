import {encodeTable} from "../lib/pipeline/index.ts";
import {currentRun} from "../lib/publish/load.ts";
import {publishedTable} from "../lib/view/slice/published.ts";

/** The rows that the Slice page works on: every day, trader and model that the policy judged. Empty where it judged none. */
const {run, desk, table} = currentRun();
process.stdout.write(encodeTable(publishedTable(table("policy", "policy.arrow"), desk), run.origin));
