import type {QualityCheck} from "./desk.ts";

const EXAMPLES = 5;

/**
 * A check as a report shows it: nothing counted is "ok" and of no consequence.
 * @param examples all that was found; the first five are kept.
 * @param count where it is not the number of examples.
 */
export function check(
  id: string,
  title: string,
  severity: Exclude<QualityCheck["severity"], "ok">,
  examples: readonly string[],
  consequence: string,
  count = examples.length,
): QualityCheck {
  return {
    id,
    title,
    severity: count === 0 ? "ok" : severity,
    count,
    examples: examples.slice(0, EXAMPLES),
    consequence: count === 0 ? "None." : consequence,
  };
}
