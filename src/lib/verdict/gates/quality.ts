import type {Evidence, GateLimits} from "../evidence.ts";
import type {Gate} from "../types.ts";
import {percent, sentence} from "./words.ts";

/** Bad data never speak against a policy: they only take away what could have been known. */
export function qualityGate({quality, days}: Pick<Evidence, "quality" | "days">, limits: GateLimits): Gate {
  const read = quality.files.reduce((sum, f) => sum + f.rowsRead, 0);
  const aside = quality.files.reduce((sum, f) => sum + f.rowsSetAside, 0);
  const short = days < limits.minDays;
  const errors = quality.checks.filter((c) => c.severity === "error");
  const problems = [
    read === 0 || aside > limits.maxSetAside * read ? "too many rows had to be set aside" : "",
    short ? "the desk has too few trading days" : "",
    ...errors.map((c) => `${c.title}: ${c.consequence}`),
  ].filter((p) => p !== "");
  return {
    id: "quality",
    title: "The data can carry a verdict",
    asks: `At most ${percent(limits.maxSetAside)} of rows set aside, at least ${limits.minDays} trading days, no check at severity “error”.`,
    status: problems.length === 0 ? "pass" : "inconclusive",
    evidence: problems.length === 0 ? "Nothing in the data stands in the way." : sentence(problems.join("; ")),
    findings: [
      "data.rows_read",
      "data.rows_set_aside",
      "study.days",
      ...(short ? ["verdict.change.quality.more_days"] : []),
    ],
    required: true,
    change:
      problems.length === 0
        ? null
        : {
            kind: "otherwise",
            words: short
              ? "More trading days on file."
              : "The files: mend the rows that were set aside, and what the checks on the Data page name.",
          },
  };
}
