import {expect, it} from "vitest";
import {SCENARIO_NAMES} from "../../src/lib/simulate/index.ts";
import {defineStudy, type StudyInput} from "../../src/lib/study/index.ts";

it("a study can ask for every desk that can be simulated, and for no other", () => {
  for (const desk of SCENARIO_NAMES)
    expect(defineStudy({title: "Desk", source: {kind: "simulated", desk}}).source).toEqual({kind: "simulated", desk});
  const unknown = {title: "Desk", source: {kind: "simulated", desk: "demon"}} as unknown as StudyInput;
  expect(() => defineStudy(unknown)).toThrow(/source\.desk: .*"demo".*"tiny".*\(found "demon"\)/s);
  // The schema's list is not longer than ours: each of its names can be simulated.
  type Known = Extract<StudyInput["source"], {kind: "simulated"}>["desk"];
  const all: readonly Known[] = SCENARIO_NAMES;
  const back: readonly (typeof SCENARIO_NAMES)[number][] = all;
  expect(back).toHaveLength(10);
});
