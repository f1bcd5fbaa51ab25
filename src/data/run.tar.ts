import {currentRun} from "../lib/publish/load.ts";
import {siteData} from "../lib/publish/site-data.ts";
import {tar} from "../lib/publish/tar.ts";

/** What the pages read of the current run: `FileAttachment("../data/run/skill.json")` is `skill.json` in this archive. */
process.stdout.write(tar(siteData(currentRun())));
