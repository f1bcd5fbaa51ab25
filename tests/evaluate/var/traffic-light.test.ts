import {describe, expect, it} from "vitest";
import {trafficLight, trafficLightPower} from "../../../src/lib/evaluate/index.ts";

describe("trafficLight", () => {
  it("is the Basel Committee's table: 250 days at 1 % (1996, table 2, cumulative probability in %)", () => {
    const printed = [8.11, 28.58, 54.32, 75.81, 89.22, 95.88, 98.63, 99.6, 99.89, 99.97, 99.99];
    const zones = [
      "green",
      "green",
      "green",
      "green",
      "green",
      "yellow",
      "yellow",
      "yellow",
      "yellow",
      "yellow",
      "red",
    ];
    printed.forEach((percent, breaches) => {
      const found = trafficLight(250, breaches, 0.01);
      expect(100 * found.cumulative).toBeCloseTo(percent, 2);
      expect(found.zone).toBe(zones[breaches]);
    });
    expect(trafficLight(250, 200, 0.01)).toMatchObject({zone: "red", yellowFrom: 5, redFrom: 10});
    expect(() => trafficLight(250, 251, 0.01)).toThrow("invalid coverage; 251 of 250 days");
  });

  it("power is that of the table on true coverage (1996, table 1: 10.8 % at 1 %, 87.2 % … at 2 to 4 %, in exceptions of 5 and more)", () => {
    // table 1, "type 1" at 99 %: 5 or more exceptions 10.8 % of the time; "type 2" at 98, 97, 96 %: 4 or fewer 43.9, 12.8, 2.7 %
    expect(100 * trafficLightPower(250, 0.01, 0.02).size).toBeCloseTo(10.8, 1);
    expect(100 * (1 - trafficLightPower(250, 0.01, 0.02).power)).toBeCloseTo(43.9, 1);
    expect(100 * (1 - trafficLightPower(250, 0.01, 0.03).power)).toBeCloseTo(12.8, 1);
    expect(100 * (1 - trafficLightPower(250, 0.01, 0.04).power)).toBeCloseTo(2.7, 1);
    const {red, power} = trafficLightPower(250, 0.01, 0.04);
    expect(red).toBeLessThan(power);
    expect(red).toBeGreaterThan(0.5);
  });
});
