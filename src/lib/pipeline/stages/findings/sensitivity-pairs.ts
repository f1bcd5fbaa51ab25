import type {ComputedSensitivity} from "../../../robustness/index.ts";
import type {FindingDraft} from "../../../study/index.ts";

const artifact = "sensitivity.json";

export function pairFindings({pairs, level}: ComputedSensitivity): FindingDraft[] {
  const method = "Rosenbaum bounds, Wilcoxon's signed rank (Rosenbaum 2002), one-sided.";
  if ("reason" in pairs)
    return [
      {
        id: "sensitivity.gamma",
        label: "Largest hidden bias within matched pairs that the effect survives",
        value: null,
        unit: "ratio",
        n: null,
        method,
        artifact,
        note: pairs.reason,
      },
    ];
  const {largestGamma, largestGammaHuber, eValue} = pairs;
  const common = {artifact, n: pairs.pairs, of: "pairs"};
  const endless = {note: "No bias up to a million takes it away."};
  return [
    {
      ...common,
      id: "sensitivity.pairs",
      label: "Matched pairs of trader-days",
      value: pairs.pairs,
      unit: "count",
      method: `${pairs.how}.`,
    },
    {
      ...common,
      id: "sensitivity.gamma",
      label: "Largest hidden bias within matched pairs that the effect survives",
      value: largestGamma,
      unit: "ratio",
      method,
      ...(largestGamma === null ? endless : {}),
    },
    {
      ...common,
      id: "sensitivity.gamma_huber",
      label: "The same by Huber's M-statistic",
      value: largestGammaHuber,
      unit: "ratio",
      method: "Rosenbaum bounds, Huber's M-statistic (Rosenbaum 2007), one-sided.",
      ...(largestGammaHuber === null ? endless : {}),
    },
    ...("reason" in eValue
      ? []
      : [
          {
            ...common,
            id: "sensitivity.loss_ratio",
            label: "Losing days among limited trader-days, over those among their partners",
            value: eValue.ratio,
            unit: "ratio" as const,
            interval: eValue.interval,
            level,
            method: `${eValue.how}.`,
          },
          {
            ...common,
            id: "sensitivity.e_value",
            label: "E-value of that ratio",
            value: eValue.point,
            unit: "ratio" as const,
            method: "VanderWeele and Ding (2017).",
          },
          {
            ...common,
            id: "sensitivity.e_value_at_level",
            label: "E-value of the near end of its interval",
            value: eValue.near,
            unit: "ratio" as const,
            method: "VanderWeele and Ding (2017); 1 where the interval holds 1.",
          },
        ]),
  ];
}
