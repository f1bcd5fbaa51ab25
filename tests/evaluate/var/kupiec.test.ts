import {describe, expect, it} from "vitest";
import {kupiecExactP, kupiecPower, kupiecTest} from "../../../src/lib/evaluate/index.ts";
import {stream} from "../../../src/lib/numeric/index.ts";

describe("Kupiec's test", () => {
  it("is 0 at the level, and its p-value holds its level under the null", () => {
    expect(kupiecTest(200, 10, 0.05)).toMatchObject({coverage: 0.05, statistic: 0, p: 1});
    const random = stream(5, "kupiec");
    let rejected = 0;
    for (let rep = 0; rep < 2000; rep++) {
      let breaches = 0;
      for (let i = 0; i < 1000; i++) if (random.uniform() < 0.05) breaches++;
      if (kupiecTest(1000, breaches, 0.05).p <= 0.05) rejected++;
    }
    expect(rejected / 2000).toBeGreaterThan(0.03);
    expect(rejected / 2000).toBeLessThan(0.075);
  });

  it("knows 0 and n breaches, and the closed form", () => {
    expect(kupiecTest(100, 0, 0.05).statistic).toBeCloseTo(-200 * Math.log(0.95), 10);
    expect(kupiecTest(3, 3, 0.05).statistic).toBeCloseTo(-6 * Math.log(0.05), 10);
    expect(() => kupiecTest(10, 11, 0.05)).toThrow(/invalid coverage/);
    expect(() => kupiecTest(10, 1, 5)).toThrow(/invalid level/);
  });
});

describe("exact Kupiec", () => {
  it("p-value and power are sums over all 2^n series", () => {
    const [n, level, coverage] = [12, 0.1, 0.3];
    const statistic = (x: number) => kupiecTest(n, x, level).statistic;
    let [p, power, size] = [0, 0, 0];
    for (let series = 0; series < 2 ** n; series++) {
      let x = 0;
      for (let bits = series; bits > 0; bits >>= 1) x += bits & 1;
      const chance = (share: number) => {
        let product = 1;
        for (let k = 0; k < n; k++) product *= k < x ? share : 1 - share;
        return product;
      };
      if (statistic(x) >= statistic(4) - 1e-12) p += chance(level);
      if (kupiecTest(n, x, level).p <= 0.05) {
        power += chance(coverage);
        size += chance(level);
      }
    }
    expect(kupiecExactP(n, 4, level)).toBeCloseTo(p, 12);
    const found = kupiecPower(n, level, coverage);
    expect(found.power).toBeCloseTo(power, 12);
    expect(found.size).toBeCloseTo(size, 12);
    expect(found.standardError).toBe(0);
  });

  it("the exact test never rejects more often than its size, the chi-squared one does", () => {
    let above = 0;
    for (const n of [60, 125, 250, 500])
      for (const level of [0.01, 0.05]) {
        expect(kupiecPower(n, level, 2 * level, {exact: true}).size).toBeLessThanOrEqual(0.05);
        if (kupiecPower(n, level, 2 * level).size > 0.05) above++;
        for (let x = 0; x < 10; x++) {
          const reject = kupiecExactP(n, x, level) <= 0.05;
          expect(kupiecPower(n, level, 0.5, {exact: true}).power).toBeGreaterThan(reject ? 0 : -1);
        }
      }
    expect(above).toBeGreaterThan(0);
  });

  it("power rises with days and with the distance of the alternative", () => {
    const at = (n: number, coverage: number) => kupiecPower(n, 0.05, coverage, {exact: true}).power;
    expect(at(1000, 0.08)).toBeGreaterThan(at(250, 0.08));
    expect(at(250, 0.12)).toBeGreaterThan(at(250, 0.08));
    expect(at(2000, 0.1)).toBeGreaterThan(0.999);
  });
});
