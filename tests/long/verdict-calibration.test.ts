import {describe, expect, it} from "vitest";
import {calibrationCases, judgeDesk} from "../../src/lib/pipeline/calibration/index.ts";
import {coverageInterval} from "../../src/lib/robustness/index.ts";

/** Seeds that are neither on record nor were used for development. */
const first = 500_001;

async function verdictsOn(name: string, desks: number) {
  const one = calibrationCases.find((c) => c.name === name)!;
  const draws = [];
  for (let k = 0; k < desks; k++) draws.push(await judgeDesk(one, first + k));
  expect(draws.filter((d) => d.decision === "error")).toEqual([]);
  return draws.filter((d) => d.decision === "deploy").length;
}

describe("the verdict on desks whose truth is known", () => {
  it.each(["null", "harmful"])("deploys on %s desks at most 2 in 100 times", async (name) => {
    const deployed = await verdictsOn(name, 100);
    expect(coverageInterval(deployed, 100)[0]).toBeLessThanOrEqual(0.02);
    expect(deployed).toBeLessThanOrEqual(5); // P(more | 2 %) < 0.02
  });

  it("never deploys a model that has seen the day", async () => {
    expect(await verdictsOn("leaky", 60)).toBe(0);
  });

  it("deploys on helpful desks, worth 5 % of gross P&L, at least 80 in 100 times", async () => {
    const deployed = await verdictsOn("helpful", 100);
    expect(coverageInterval(deployed, 100)[1]).toBeGreaterThanOrEqual(0.8);
  });

  it("says of tiny desks that it cannot tell", async () => {
    expect(await verdictsOn("tiny", 60)).toBe(0);
  });
});
