import {expect, it} from "vitest";
import {simulate} from "../../src/lib/simulate/index.ts";
import {defineStudy, deskNames, type StudyInput} from "../../src/lib/study/index.ts";

it("a study can ask for every desk that can be simulated, and for no other", () => {
  expect(deskNames).toHaveLength(10);
  for (const desk of deskNames) {
    expect(defineStudy({title: "Desk", source: {kind: "simulated", desk}}).source).toEqual({kind: "simulated", desk});
    expect(simulate({desk, seed: 1, traders: 4, days: 60}).name).toBe(desk);
  }
  const unknown = {title: "Desk", source: {kind: "simulated", desk: "demon"}} as unknown as StudyInput;
  expect(() => defineStudy(unknown)).toThrow(/source\.desk: .*"demo".*"tiny".*\(found "demon"\)/s);
});
