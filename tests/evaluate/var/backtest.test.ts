import {describe, expect, it} from "vitest";
import {
  backtestVar,
  christoffersenTest,
  dayCoverage,
  defaultAlternative,
  simulateBreaches,
  simulatedTest,
} from "../../../src/lib/evaluate/index.ts";
import {stream} from "../../../src/lib/numeric/index.ts";

const random = () => stream(1, "backtest");

describe("simulateBreaches", () => {
  it("has the coverage and the persistence it says", () => {
    const breach = simulateBreaches(random(), 200_000, {coverage: 0.1, afterBreach: 0.4});
    const share = breach.reduce((a, b) => a + b, 0) / breach.length;
    let [after, both] = [0, 0];
    for (let t = 1; t < breach.length; t++) {
      after += breach[t - 1];
      both += breach[t - 1] * breach[t];
    }
    expect(Math.abs(share - 0.1)).toBeLessThan(0.005);
    expect(Math.abs(both / after - 0.4)).toBeLessThan(0.02);
    expect(() => simulateBreaches(random(), 5, {coverage: 0.9, afterBreach: 0})).toThrow("no chain has coverage 0.9");
  });
});

describe("simulatedTest", () => {
  const statistic = (b: Uint8Array) => christoffersenTest(b, 0.05).independence.statistic;
  const options = () => ({random: random(), draws: 500, alternative: {coverage: 0.1, afterBreach: 0.5}});

  it("sees clusters among orders of the same breaches", () => {
    const spread = Uint8Array.from({length: 200}, (_, t) => (t % 20 === 7 ? 1 : 0));
    const clustered = Uint8Array.from({length: 200}, (_, t) => (t < 10 ? 1 : 0));
    expect(simulatedTest(clustered, statistic, "order", options()).p).toBeCloseTo(1 / 501, 10);
    expect(simulatedTest(spread, statistic, "order", options()).p!).toBeGreaterThan(0.1);
    const {power, size, standardError, draws} = simulatedTest(clustered, statistic, "order", options());
    expect(power).toBeGreaterThan(0.9);
    expect(size).toBeLessThanOrEqual(0.05);
    expect(standardError).toBeCloseTo(Math.sqrt((power * (1 - power)) / draws), 12);
    // no breach: every order is the same, and nothing can be rejected
    expect(simulatedTest(new Uint8Array(100), statistic, "order", options()).p).toBe(1);
  });

  it("has no p-value without a statistic, and says what draws it needs", () => {
    expect(simulatedTest(new Uint8Array(50), () => null, 0.05, options())).toMatchObject({p: null, power: 0});
    expect(() => simulatedTest(new Uint8Array(5), statistic, 0.05, {...options(), draws: 3})).toThrow("invalid draws");
  });

  it("its p-value holds its level where the chi-squared one does not (60 days at 5 %)", () => {
    const source = stream(4, "small");
    let [simulated, asymptotic] = [0, 0];
    const series = 300;
    for (let k = 0; k < series; k++) {
      const breach = simulateBreaches(source, 60, {coverage: 0.05, afterBreach: 0.05});
      const test = christoffersenTest(breach, 0.05).conditional;
      if (test.p <= 0.05) asymptotic++;
      const of = (b: Uint8Array) => christoffersenTest(b, 0.05).conditional.statistic;
      if (simulatedTest(breach, of, 0.05, {...options(), draws: 99}).p! <= 0.05) simulated++;
    }
    // Monte-Carlo standard error 1.3 %
    expect(simulated / series).toBeLessThan(0.05 + 3 * 0.013);
    expect(asymptotic / series).not.toBe(simulated / series);
  });
});

describe("backtestVar", () => {
  const risk = new Float64Array(250).fill(-1.645);
  const pnl = (scale: number) => {
    const source = stream(3, "pnl");
    return Float64Array.from(risk, () => scale * source.normal());
  };

  it("passes a value at risk that is right and fails one that is not", () => {
    const right = backtestVar({net: pnl(1), valueAtRisk: risk, level: 0.05, random: random(), draws: 200});
    expect(right.unconditional.p).toBeGreaterThan(0.05);
    expect(right.conditional.simulated.p!).toBeGreaterThan(0.05);
    expect(right.trafficLight.zone).toBe("green");
    const wrong = backtestVar({net: pnl(2), valueAtRisk: risk, level: 0.05, random: random(), draws: 200});
    expect(wrong.unconditional.p).toBeLessThan(1e-6);
    expect(wrong.unconditional.exactP).toBeLessThan(1e-6);
    expect(wrong.dynamicQuantile!.simulated.p!).toBeLessThan(0.01);
    expect(wrong.trafficLight.zone).toBe("red");
    expect(wrong.alternative).toEqual(defaultAlternative(0.05));
    for (const test of [wrong.independence, wrong.conditional, wrong.dynamicQuantile!]) {
      expect(test.simulated.power).toBeGreaterThan(0.3);
      expect(test.simulated.size).toBeLessThanOrEqual(0.05);
    }
  });

  it("does not depend on anything but its random stream, and leaves out what too few days cannot tell", () => {
    const run = () => backtestVar({net: pnl(1), valueAtRisk: risk, level: 0.05, random: random(), draws: 50});
    expect(run()).toEqual(run());
    const short = {net: pnl(1).slice(0, 40), valueAtRisk: risk.slice(0, 40), level: 0.05, random: random(), draws: 50};
    expect(backtestVar(short).dynamicQuantile).toBeNull();
  });
});

describe("dayCoverage", () => {
  it("does not take traders who breach together for independent ones", () => {
    const traders = 10;
    const days = 250;
    const day = Int32Array.from({length: traders * days}, (_, i) => Math.floor(i / traders));
    const source = stream(6, "together");
    let rejected = 0;
    const desks = 200;
    for (let k = 0; k < desks; k++) {
      const bad = Uint8Array.from({length: days}, () => (source.uniform() < 0.05 ? 1 : 0));
      const breach = Uint8Array.from(day, (d) => bad[d]);
      if (dayCoverage(day, breach, 0.05)!.p <= 0.05) rejected++;
    }
    expect(rejected / desks).toBeLessThan(0.12); // Kupiec on rows: more than half
    const breach = Uint8Array.from(day, (d) => (d % 5 === 0 ? 1 : 0));
    const found = dayCoverage(day, breach, 0.05)!;
    expect(found.coverage).toBeCloseTo(0.2, 12);
    expect(found.p).toBeLessThan(0.001);
    expect(found.interval[0]).toBeGreaterThan(0.05);
    expect(dayCoverage(Int32Array.of(1, 2), [0, 1], 0.05)).toBeNull();
    expect(dayCoverage(day, new Uint8Array(day.length), 0.05)).toBeNull();
  });
});
