import {describe, expect, it} from "vitest";
import {falseAlarm, leaks, tryLeak} from "../../src/lib/evaluate/index.ts";
import {fittedPolicy} from "../../src/lib/pipeline/stages/leak-catalogue.ts";

describe("the leakage audit", () => {
  it("raises no alarm on 100 desks where nothing leaks", async () => {
    const alarms: string[] = [];
    for (let seed = 1; seed <= 100; seed++) {
      const check = await falseAlarm(fittedPolicy, seed);
      if (check !== null) alarms.push(`desk ${seed}: ${check.id}: ${check.evidence}`);
    }
    expect(alarms).toEqual([]);
  });

  it("catches and names every leak of the catalogue on 20 desks", async () => {
    const missed: string[] = [];
    for (let seed = 101; seed <= 120; seed++)
      for (const leak of leaks) {
        const {caught, first, seenBy} = await tryLeak(leak, fittedPolicy, seed);
        if (!caught) missed.push(`${leak.id} on desk ${seed}: ${first?.column ?? "nothing"}; seen by ${seenBy.join()}`);
      }
    expect(missed).toEqual([]);
  });
});
