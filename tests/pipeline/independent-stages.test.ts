import {resolve} from "node:path";
import {describe, expect, it} from "vitest";
import {trainedSignals} from "../../src/lib/evaluate/index.ts";
import {type FamilyName, familyNames} from "../../src/lib/features/index.ts";
import {learnerNames} from "../../src/lib/models/index.ts";
import {codeHasher} from "../../src/lib/pipeline/code-hash.ts";
import {familyStage} from "../../src/lib/pipeline/stages/family.ts";
import {walkForwardStage} from "../../src/lib/pipeline/stages/walk-forward.ts";
import {defineStudy} from "../../src/lib/study/index.ts";

const study = defineStudy({title: "One family's edit", source: {kind: "simulated", desk: "tiny"}, learners: ["ridge"]});
const modulesOf = codeHasher(resolve(import.meta.dirname, "../.."));

describe("an edit re-runs its own stage only", () => {
  it.each(familyNames.map((name) => [name]))(
    "features/%s holds the code of no other family",
    async (name: FamilyName) => {
      const {modules} = await modulesOf(familyStage(study, name).code);
      const families = familyNames.filter((family) => `src/lib/features/${family}.ts` in modules);
      expect(families).toEqual([name]);
    },
  );

  it("walk-forward/ridge holds the code of no other learner", async () => {
    const {modules} = await modulesOf(walkForwardStage(study, trainedSignals(study)[0]).code);
    const learners = learnerNames.filter((name) => `src/lib/models/${name}.ts` in modules);
    expect(learners).toEqual(["ridge"]);
  });
});
