import {expect, it} from "vitest";
import {withNeededFeatures} from "../../src/lib/evaluate/index.ts";
import {coreFeatures} from "../../src/lib/features/index.ts";
import {defineStudy, type StudyInput} from "../../src/lib/study/index.ts";

const featuresOf = (input: Partial<StudyInput>) =>
  withNeededFeatures(defineStudy({title: "t", source: {kind: "simulated", desk: "tiny"}, ...input})).features;

it("adds what a learner cannot do without, and nothing else", () => {
  expect(featuresOf({learners: ["ewma", "ridge"]})).toEqual([...coreFeatures, "net_ewma_3", "net_ewma_20"]);
  expect(featuresOf({learners: ["ar1"], features: ["monday"]})).toEqual(["monday", "net_lag1"]);
  expect(featuresOf({learners: ["ridge", "last"]})).toBe("core");
  expect(featuresOf({learners: ["ewma"], features: "all"})).toBe("all");
});
