import {describe, expect, it} from "vitest";
import {
  falseAlarm,
  leakageKinds,
  leaks,
  noiseDesk,
  stationOf,
  tryLeak,
  unseenLeaks,
} from "../../src/lib/evaluate/index.ts";
import {float64} from "../../src/lib/numeric/index.ts";
import {alarmOnClean, fittedPolicy, seedLeak} from "../../src/lib/pipeline/stages/leak-catalogue.ts";

describe("the catalogue of leaks", () => {
  it("has at least 25, each told in full, of all eight kinds, and those that the requirements list", () => {
    expect(leaks.length).toBeGreaterThanOrEqual(25);
    expect(new Set(leaks.map((l) => l.id)).size).toBe(leaks.length);
    expect(new Set(leaks.map((l) => l.name)).size).toBe(leaks.length);
    expect(new Set(leaks.map((l) => l.kind))).toEqual(new Set(leakageKinds.map((k) => k.id)));
    for (const text of [...leaks, ...unseenLeaks].flatMap((l) => Object.values(l).filter((v) => typeof v === "string")))
      expect(text.length).toBeGreaterThan(1);
    const ids = leaks.map((l) => l.id);
    for (const id of [
      ...["same-day-pnl", "centred-moving-average", "whole-sample-scaler", "whole-sample-target-encoding"],
      ...["threshold-on-all-data", "smoothed-hmm", "shuffled-folds", "no-embargo-with-a-5-day-target"],
      ...["forward-filled-revisions", "survivorship-filter", "duplicated-rows", "future-dated-join", "time-zone-shift"],
      ...["selection-before-the-split", "early-stopping-on-the-test"],
    ])
      expect(ids).toContain(id);
  });

  for (const leak of leaks)
    it(`catches and names: ${leak.id}`, async () => {
      const outcome = await tryLeak(leak, fittedPolicy, 1);
      expect(outcome.first, `${leak.caughtBy.check} saw nothing; seen by ${outcome.seenBy.join(", ")}`).not.toBe(null);
      expect(outcome.first!.column).toBe(leak.caughtBy.place);
      expect(outcome.caught).toBe(true);
      expect(outcome.seenBy).toContain(leak.caughtBy.check);
    });

  it("names the leak's own station first where the leak is one of data or features", async () => {
    for (const id of ["time-zone-shift", "centred-moving-average", "tuning-on-the-test", "same-day-stop"]) {
      const {seenBy, caughtBy} = await seedLeak({id, seed: 2});
      expect(stationOf(seenBy[0])).toBe(stationOf(caughtBy.check));
    }
  });

  it("raises no alarm on ten desks where nothing leaks", async () => {
    for (let seed = 1; seed <= 10; seed++) expect(await falseAlarm(fittedPolicy, seed), `desk ${seed}`).toBe(null);
    expect(await alarmOnClean(11)).toBe(null);
  });

  it("is seeded on a desk of noise that its seed decides", () => {
    const net = (seed: number) => float64(noiseDesk(seed).desk.daily, "net");
    expect(net(1)).toEqual(net(1));
    expect(net(1)).not.toEqual(net(2));
  });
});
