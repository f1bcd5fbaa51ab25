/** The failures that Proofbook was made against, rebuilt on simulated desks: what the old report said, the truth, ours. */
export {level as autopsyLevel} from "./own-answers.ts";
export {autopsyModule, autopsyReport, rebuildExhibit} from "./rebuild.ts";
export {type AutopsyReport, type Exhibit, type ExhibitId, exhibitIds, type Figure, type Statement} from "./types.ts";
