import type {SkillDetail} from "../../../evaluate/index.ts";

/** The id of a finding of a signal's skill, from the key that the finding has within it. */
export const idOf = (detail: SkillDetail) => (key: string) => `skill.${detail.signal}.${key}`;
