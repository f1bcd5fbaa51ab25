export {defineStudy, StudyError} from "./define.ts";
export type {Finding, FindingDraft, FindingsFile, Unit} from "./finding.ts";
export {type LearnerName, learnerNames} from "./learner-names.ts";
export {nearest} from "./nearest.ts";
export {mergeOrigins, type Origin} from "./origin.ts";
export {type PrimaryDesign, primaryDesigns} from "./primary-designs.ts";
export {type PolicySpec, type Study, type StudyInput, studySchema} from "./schema.ts";
export {accountSlug, slugs} from "./slug.ts";
