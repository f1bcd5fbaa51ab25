import {learnerModule} from "../../models/index.ts";
import {mergeOrigins} from "../../study/index.ts";
import {autopsyLevel, autopsyModule, autopsyReport, exhibitIds, rebuildExhibit} from "../../verdict/index.ts";
import type {Stage} from "../stage.ts";
import {autopsyFindings} from "./findings/autopsy.ts";

/**
 * Rebuilds the failures that Proofbook was made against, each on simulated desks of its own. Nothing of the study enters it, and
 * nothing of it enters the study: the same exhibits stand beside every desk.
 */
export function autopsyStage(): Stage {
  return {
    name: "autopsy",
    label: "rebuild old failures",
    inputs: [],
    files: [],
    code: [new URL(import.meta.url), autopsyModule, learnerModule("ridge"), learnerModule("forest")],
    params: {exhibits: exhibitIds},
    demonstration: true,
    async run(context) {
      const rebuilt = await context.map(rebuildExhibit, autopsyModule, exhibitIds);
      return {
        json: {"autopsy.json": autopsyReport(rebuilt, autopsyLevel)},
        findings: autopsyFindings(rebuilt),
        origin: mergeOrigins(rebuilt.map(({origin}) => origin)),
      };
    },
  };
}
