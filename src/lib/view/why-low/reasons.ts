import type {Reason} from "../../evaluate/why-low/reasons.ts";
import type {Content} from "../dom.ts";
import {h} from "../dom.ts";
import type {Findings} from "../finding.ts";
import type {WhyReports} from "./answer.ts";
import {sharedId} from "./shared-id.ts";

/** A reason in words, its short form first; the numbers are findings. */
export function reasonWords(reason: Reason, {report, twin, learning}: WhyReports, findings: Findings): Content {
  const of = (id: string) => findings.finding(id, {interval: false});
  const known = report.known !== null;
  const ceiling = known ? "why.attainable" : "why.twin.attainable";
  const reached = known ? "why.reached" : "why.twin.reached";
  const on = known ? "" : " on simulated twins of this desk";
  const who = known ? (report.subject?.label ?? "The model") : (twin.skill?.label ?? "The model");
  const learner = learning.curves[0] ?? {learner: "ridge", label: "Ridge regression"};
  const own = `why.decay.${report.subject?.name}.0`;
  const words: Record<Reason, () => readonly [string, Content]> = {
    "too good": () => [
      "It is too good to be true.",
      [
        "All that had happened before allows ",
        of(ceiling),
        ". What lies above that has seen some of the day it predicts: see the leak audit.",
      ],
    ],
    "nothing to foretell": () => [
      "There is next to nothing to foretell.",
      [
        `Even a forecaster who knows everything that had happened before would explain${on} no more than `,
        of(ceiling),
        ".",
      ],
    ],
    "mostly luck": () => [
      "P&L is mostly the luck of the day.",
      [
        `Even a forecaster who knows everything that had happened before would explain${on} no more than `,
        of(ceiling),
        " of it. An R² far above that would be a reason to look for a leak, not to celebrate.",
      ],
    ],
    "each day its own": () => [
      "Each trader’s day is its own.",
      [
        "Of the variance, ",
        of("why.variance.rest"),
        " is neither who trades (",
        of("why.variance.trader"),
        ") nor a day that hits the whole desk (",
        of("why.variance.day"),
        "): knowing the trader or the market’s mood cannot help much.",
      ],
    ],
    "mostly reached": () => [
      "Most of what can be foretold is foretold.",
      [`${who} reaches`, on, " ", of(reached), " of it: a better model has little left to win."],
    ],
    "left on the table": () => [
      "Most of what could be foretold is missed.",
      [
        `${who} reaches`,
        on,
        " ",
        of(reached),
        " of it. The rest hangs on what no file shows, such as a trader’s form and mood, or takes more days to learn.",
        known && twin.skill?.reached
          ? [
              " On simulated twins, with the same number of days, ",
              twin.skill.label.toLowerCase(),
              " reaches ",
              of("why.twin.reached"),
              ".",
            ]
          : null,
      ],
    ],
    "none reached": () => [
      "Nothing of what could be foretold is reached.",
      [
        `${who} earns`,
        on,
        " an R² of ",
        of(known ? "why.earned" : "why.twin.earned"),
        ": it does no better than the mean so far.",
      ],
    ],
    "more days help": () => [
      "More days would help.",
      [
        `The last quarter of the days that ${learner.label} learns from still adds `,
        of(`why.curve.${learner.learner}.last_gain`),
        " (",
        of(`why.curve.${learner.learner}.last_gain_p`),
        ").",
      ],
    ],
    "more days do not help": () => [
      "More days to learn from cannot be seen to help.",
      [
        `The last quarter of those of ${learner.label} changes R² by `,
        of(`why.curve.${learner.learner}.last_gain`),
        " (",
        of(`why.curve.${learner.learner}.last_gain_p`),
        "): no more than chance would.",
      ],
    ],
    "not related": () => [
      "Predictions and P&L cannot be seen to be related,",
      ["not even on the day they were made for: their rank correlation is ", findings.finding(own), "."],
    ],
    "hit rate is majority": () => [
      "Its hit rate is no proof of skill.",
      [
        of(sharedId("hit.rate", report, findings)),
        " of the signs are right; always saying the more frequent one gets ",
        of("why.hit.majority"),
        ", and the two cannot be told apart.",
      ],
    ],
    "too few days": () => [
      "So few days cannot be relied on to show it.",
      [
        "They show an R² of ",
        of("why.power.detectable"),
        " or more.",
        report.power?.seen.daysNeeded == null
          ? null
          : [
              " One of the size seen takes ",
              of("why.power.days_needed"),
              ", ",
              of("why.power.more_days"),
              " more than there are.",
            ],
      ],
    ],
  };
  const [short, long] = words[reason]();
  return [h("strong", null, short), " ", long];
}
