import type {LearningReport} from "../../../evaluate/index.ts";
import type {FindingDraft} from "../../../study/index.ts";
import {byDay, estimateFinding} from "./estimate.ts";

/** R² by training-window length, what the last step gained, and what each family of features is worth. */
export function learningFindings({curves, families, folds, days, rows}: LearningReport, level: number): FindingDraft[] {
  const common = {n: days, of: "days", artifact: "learning-curves.json", unit: "share" as const};
  const how = `on ${rows} trader-days of ${days} days, the later half of those tested, in ${folds} folds of neighbours merged, no feature selected`;
  return [
    ...curves.flatMap(({learner, label, points}) => [
      ...points.map((point) =>
        estimateFinding(
          point.r2,
          level,
          {
            ...common,
            id: `why.curve.${learner}.${point.id}`,
            label: `R² learnt from less: ${label}, ${point.label.toLowerCase()}`,
            method: `1 − squared error / that of the mean so far, ${how}; ${Math.round(point.size)} training days on average. ${byDay}`,
          },
          "",
        ),
      ),
      ...points.slice(-1).flatMap(({gain}): FindingDraft[] =>
        gain === null
          ? []
          : [
              {
                ...common,
                id: `why.curve.${learner}.last_gain`,
                label: `R² gained by the last quarter of the days: ${label}`,
                value: gain.r2,
                method: `R² with all days less that with three quarters, ${how}.`,
              },
              {
                ...common,
                id: `why.curve.${learner}.last_gain_p`,
                label: `Test that the last quarter of the days gains nothing: ${label}`,
                value: gain.p,
                unit: "p-value",
                method: `Diebold-Mariano (1995) on daily means of the difference in squared error, ${how}.`,
                note: gain.p === null ? "The two predict the same, or there are fewer than ten days." : undefined,
              },
            ],
      ),
    ]),
    ...(families === null
      ? []
      : families.families.flatMap(({family, label, alone, lost, features}) => [
          estimateFinding(
            alone,
            level,
            {
              ...common,
              id: `why.family.${family}.alone`,
              label: `R² with one family of features only: ${label}`,
              method: `${families.label} on ${features} features, ${how}. ${byDay}`,
            },
            "",
          ),
          estimateFinding(
            lost,
            level,
            {
              ...common,
              id: `why.family.${family}.lost`,
              label: `R² lost without a family of features: ${label}`,
              method: `R² of ${families.label} with all features less that without ${features} of them, ${how}. ${byDay}`,
            },
            "",
          ),
        ])),
  ];
}
