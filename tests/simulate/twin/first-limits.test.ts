import {describe, expect, test} from "vitest";
import {int32} from "../../../src/lib/numeric/index.ts";
import {directDesk, drawTwin, fitTwin, simulate} from "../../../src/lib/simulate/index.ts";

const demo = directDesk(simulate({desk: "demo", seed: 1}));

/** First day of a limit, by trader. */
function firsts(table: typeof demo.interventions): Map<number, number> {
  const found = new Map<number, number>();
  const [trader, day] = [int32(table!, "trader"), int32(table!, "day")];
  trader.forEach((t, k) => {
    found.set(t, Math.min(found.get(t) ?? Number.POSITIVE_INFINITY, day[k]));
  });
  return found;
}

describe("a twin that keeps first limits", () => {
  const own = firsts(demo.interventions);
  const model = fitTwin(demo, {keepFirstLimits: true});
  const twins = [1, 2, 3].map((seed) => drawTwin(model, {seed, effect: 50}));

  test("limits nobody before the day on record, and never who never was", () => {
    expect(own.size).toBeLessThan(demo.accounts.length); // the demo has traders who never adopted
    for (const {desk, truth} of twins) {
      for (const [trader, day] of firsts(desk.interventions)) expect(day).toBeGreaterThanOrEqual(own.get(trader)!);
      const [trader, day] = [int32(truth, "trader"), int32(truth, "day")];
      const chance = truth.columns.propensity as Float64Array;
      chance.forEach((p, r) => {
        if (day[r] < (own.get(trader[r]) ?? Number.POSITIVE_INFINITY)) expect(p).toBe(0);
      });
    }
  });

  test("limits as many days as the desk did", () => {
    const days = twins.map(({desk}) => desk.interventions!.rows);
    const mean = days.reduce((a, b) => a + b, 0) / days.length;
    expect(mean / demo.interventions!.rows).toBeGreaterThan(0.85);
    expect(mean / demo.interventions!.rows).toBeLessThan(1.15);
  });

  test("is the twin of old where it is not asked to", () => {
    const plain = drawTwin(fitTwin(demo), {seed: 1, effect: 50});
    const early = [...firsts(plain.desk.interventions)].filter(
      ([t, d]) => d < (own.get(t) ?? Number.POSITIVE_INFINITY),
    );
    expect(early.length).toBeGreaterThan(0);
  });
});
