import {describe, expect, it} from "vitest";
import {buildPanel, familyLabels} from "../../src/lib/features/index.ts";
import {loadLearner} from "../../src/lib/models/index.ts";
import {assessSensitivity, hiddenCauseAnswer} from "../../src/lib/robustness/index.ts";
import {directDesk, simulate} from "../../src/lib/simulate/index.ts";

const ridge = await loadLearner("ridge");
const logistic = await loadLearner("logistic");

function options(days: number) {
  const desk = directDesk(simulate({desk: "helpful", seed: 5, traders: 4, days}));
  const {panel, report} = buildPanel(desk, "core");
  return {
    ...{panel, interventions: desk.interventions, seed: 1, level: 0.95},
    learners: {outcome: ridge, treatment: ridge, propensity: logistic},
    features: report.used.map((f) => ({...f, familyLabel: familyLabels[f.family]})),
  };
}

describe("hiddenCauseAnswer", () => {
  it("is the sensitivity report's, number for number", () => {
    const given = options(160);
    const whole = assessSensitivity(given);
    if (whole.status !== "computed") throw new Error(whole.reason);
    const {status, robustnessValueAtLevel, explainedAway} = whole;
    expect(hiddenCauseAnswer(given)).toEqual({status, robustnessValueAtLevel, explainedAway});
  });

  it("refuses where the report refuses, in its words", () => {
    const given = options(40);
    expect(hiddenCauseAnswer(given)).toEqual(assessSensitivity(given));
    expect(hiddenCauseAnswer({...given, interventions: null}).status).toBe("not possible");
  });
});
