import type {WhyLowReport} from "../../evaluate/why-low/types.ts";
import type {Findings} from "../finding.ts";

/** R² and the hit rate are those of the Skill page where it has them: one estimate, one interval. */
export function sharedId(name: "r2" | "hit.rate", {subject}: WhyLowReport, findings: Findings): string {
  const id = `skill.${subject?.name}.${name.replace(".", "_")}`;
  return findings.has(id) ? id : `why.${name}`;
}
