import {describe, expect, it} from "vitest";
import {simulate} from "../../src/lib/simulate/index.ts";
import {scenarioOf} from "../../src/lib/simulate/scenario.ts";

const small = {seed: 3, traders: 4, days: 80};

describe("strength of a scenario", () => {
  it("leaves every desk as it is, to the bit, where it is not given or is one", () => {
    for (const desk of ["demo", "harmful", "confounded"] as const) {
      const {rows} = simulate({desk, ...small});
      expect(simulate({desk, ...small, strength: {signal: 1, limit: 1, hidden: 1}}).rows).toEqual(rows);
    }
  });

  it("multiplies what the scenario has", () => {
    const own = scenarioOf("confounded");
    const other = scenarioOf("confounded", {strength: {signal: 0.5, limit: 2, hidden: -1}});
    expect(other.signal).toBe(own.signal / 2);
    expect(other.limit.care.tilt).toBe(2 * own.limit.care.tilt);
    expect(other.policy.hidden).toBe(-own.policy.hidden);
    expect(other.limit.cut).toBe(own.limit.cut);
  });

  it("takes all of the effect away at zero", () => {
    const {rows} = simulate({desk: "confounded", ...small, strength: {limit: 0}});
    // cut is 1 on this desk: what is left of a limit's effect is its care
    expect(rows.effect.every((e) => e === 0)).toBe(true);
  });

  it("refuses what is no number", () => {
    expect(() => scenarioOf("null", {strength: {signal: Number.NaN}})).toThrow("invalid strength.signal");
  });
});
