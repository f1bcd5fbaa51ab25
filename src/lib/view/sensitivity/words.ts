import type {ExplainedAway, SensitivityReport} from "../../robustness/sensitivity/report-types.ts";
import {type Content, h} from "../dom.ts";
import type {Findings} from "../finding.ts";
import {artifact, computed} from "./shape.ts";

/** The answer in a few plain sentences, or why there is none. */
export function sensitivityAnswer(report: SensitivityReport | null, findings: Findings): HTMLElement {
  const found = computed(report);
  if (found === null)
    return h(
      "p",
      {class: "pb-outcome-line", "data-artifact": artifact},
      h("strong", null, "This cannot be asked of these data."),
      report?.status === "not possible" ? ` ${report.reason} Needed: ${lowered(report.needs)}` : "",
    );
  const {explainedAway, family, robustnessValueAtLevel} = found;
  return h(
    "div",
    {"data-artifact": artifact},
    h(
      "p",
      {class: "pb-outcome-line"},
      robustnessValueAtLevel === 0
        ? h("strong", null, "Nothing hidden is needed: the interval of the effect holds zero as it stands. ")
        : null,
      explainedAway === null ? noFeature : away("sensitivity", explainedAway, findings, robustnessValueAtLevel === 0),
    ),
    h(
      "p",
      null,
      "In figures: it would have to explain ",
      findings.finding("sensitivity.robustness_value"),
      " of what the features leave open, of the limits and of the P&L alike, to take the effect to zero",
      robustnessValueAtLevel === 0
        ? "."
        : [", and ", findings.finding("sensitivity.robustness_value_at_level"), " for the interval to hold zero."],
    ),
    family === null
      ? null
      : h(
          "p",
          null,
          "A harder test takes a whole family of features for one hidden cause. ",
          away("sensitivity.family", family.explainedAway, findings, robustnessValueAtLevel === 0),
        ),
  );
}

const noFeature =
  "None of the features goes with both the limits and the P&L: there is nothing that is known to hold a hidden cause against.";

/** "A hidden cause would have to be 2.3 times as strong as yesterday’s drawdown to explain the effect away." */
function away(id: string, {label, times, timesAtLevel}: ExplainedAway, findings: Findings, open: boolean): Content {
  const cause = `“${label}”`;
  const value = (name: string) => findings.finding(`${id}.${name}`, {bare: true});
  if (times === null)
    return [
      `However many times as strong as ${cause} a hidden cause were, it would not explain the effect away: before that it would leave nothing of the limits unexplained. `,
      timesAtLevel === null || open
        ? null
        : [value("times_at_level"), " times as strong, and the interval would hold zero."],
    ];
  return [
    "A hidden cause would have to be ",
    value("times"),
    ` times as strong as ${cause} to explain the effect away`,
    open || timesAtLevel === null
      ? "."
      : [
          ", and ",
          value("times_at_level"),
          " times for the interval to hold zero: from there on, what is left could be chance.",
        ],
  ];
}

/** What stands where a section has nothing to show. */
export function notAsked(): HTMLElement {
  return h("p", {class: "pb-empty"}, "Not asked: there is no effect of limits on these data, see above.");
}

export function lowered(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}
