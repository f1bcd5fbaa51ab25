import {existsSync} from "node:fs";
import {join} from "node:path";
import {defaultHome} from "../pipeline/index.ts";
import {currentRun} from "./load.ts";
import type {SiteFacts} from "./site-config.ts";

/**
 * What the site's configuration needs to know of the current run. Without a run there are no traders yet, and the pages
 * themselves say how to make one.
 * @throws PipelineError where there is a run that cannot be read.
 */
export function siteFacts(env: Readonly<Record<string, string | undefined>> = process.env): SiteFacts {
  const home = env.PROOFBOOK_STORE || defaultHome(process.cwd());
  if (!existsSync(join(home, "run.json"))) return {accounts: [], origin: null};
  const {desk, run} = currentRun(env);
  return {accounts: desk.accounts, origin: run.origin};
}
