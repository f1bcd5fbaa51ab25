import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {marginOf, moreData} from "../../src/lib/verdict/index.ts";

const seen = (estimate: number, standardError: number, days = 100) => ({
  ...{of: "timing", unit: "currency" as const, estimate, standardError, days, power: 0.8},
  ...{degrees: Number.POSITIVE_INFINITY, critical: () => 1.96},
  interval: [estimate - 1.96 * standardError, estimate + 1.96 * standardError] as const,
});

describe("moreData", () => {
  it("is Bloom's multiple of the standard error: 2.80 at 5 % two-sided and power 80 %", () => {
    const {smallest, daysNeeded, moreDays, fewestDays} = moreData(seen(1, 1));
    expect(smallest).toBeCloseTo(1.96 + 0.8416, 3);
    expect(daysNeeded).toBe(Math.ceil(100 * (1.96 + 0.8416212) ** 2)); // 785
    expect(moreDays).toBe(daysNeeded! - 100);
    expect(fewestDays).toBe(Math.ceil(100 * ((1.96 + 0.8416212) / 2.96) ** 2));
  });

  it("has the power that it promises, by simulation", () => {
    // estimate over n days ~ N(effect, se²·100/n); how often does the interval lie above zero?
    const {daysNeeded} = moreData(seen(1, 1.5));
    const error = 1.5 * Math.sqrt(100 / daysNeeded!);
    let [above, state] = [0, 1];
    const uniform = () => {
      state = (state * 48271) % 2147483647;
      return state / 2147483647;
    };
    const draws = 20_000;
    for (let k = 0; k < draws; k++) {
      const z = Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
      if (1 + error * z - 1.96 * error > 0) above++;
    }
    expect(above / draws).toBeCloseTo(0.8, 1.7);
  });

  it("says that nobody knows where the effect points the other way, and why", () => {
    const away = moreData(seen(-0.5, 1));
    expect(away).toMatchObject({daysNeeded: null, moreDays: null});
    expect(away.fewestDays).toBeGreaterThan(100);
    expect(away.reason).toContain("points the other way");
    const against = moreData(seen(-5, 1));
    expect(against).toMatchObject({daysNeeded: null, fewestDays: null});
    expect(against.reason).toContain("against the policy");
    expect(moreData(seen(0, 0)).reason).toContain("do not vary");
  });

  it("needs four times the days for half the effect, and none where there are enough", () => {
    fc.assert(
      fc.property(fc.double({min: 0.1, max: 10, noNaN: true}), fc.integer({min: 10, max: 2000}), (effect, days) => {
        const [one, half] = [effect, effect / 2].map((e) => moreData(seen(e, 1, days)).daysNeeded!);
        expect(Math.abs(half - 4 * one)).toBeLessThanOrEqual(4);
        expect(moreData(seen(effect, 1, days)).moreDays).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe("marginOf", () => {
  it("is the share of the effect by which the interval stays clear of zero", () => {
    expect(marginOf({of: "timing", unit: "currency", estimate: 10, interval: [2, 18]}).share).toBeCloseTo(0.2, 12);
  });
});
