import {describe, expect, it} from "vitest";
import {attainableR2, attainableSkill, compareRuns, joinTwins, r2OutOfSample} from "../../../src/lib/evaluate/index.ts";
import {stream} from "../../../src/lib/numeric/index.ts";

/** y = signal + noise, a prediction that is a share of the signal and 0.3 of noise, and a mean that is 0.05 off. */
function desk({
  seed,
  days = 300,
  traders = 6,
  share = 0.5,
  noise = 2,
}: {
  seed: number;
  days?: number;
  traders?: number;
  share?: number;
  noise?: number;
}) {
  const random = stream(seed, "attainable");
  const n = days * traders;
  const day = Int32Array.from({length: n}, (_, i) => Math.floor(i / traders));
  const expected = Float64Array.from(day, () => random.normal());
  const target = expected.map((e) => e + noise * random.normal());
  return {
    day,
    expected,
    target,
    pastMean: new Float64Array(n).fill(0.05),
    value: expected.map((e) => share * e + 0.3 * random.normal()),
  };
}

describe("attainableR2", () => {
  it("by hand", () => {
    const found = attainableR2({
      day: Int32Array.of(0, 0, 1),
      target: Float64Array.of(3, -1, 2),
      pastMean: Float64Array.of(1, 1, 1),
      expected: Float64Array.of(2, 1, 3),
      value: Float64Array.of(1, 0, 3),
    });
    // (E − m)²: 1, 0, 4; (y − m)²: 4, 4, 1; (E − f)²: 1, 1, 0
    expect(found.attainable).toEqual({value: 5 / 9, standardError: null, interval: null});
    expect(found.earned.value).toBeCloseTo(3 / 9, 14);
    expect(found.reached?.value).toBeCloseTo(3 / 5, 14);
  });

  it("R² is what is earned plus luck, exactly: luck is 2 Σ(y − E)(f − m) / Σ(y − m)²", () => {
    const rows = desk({seed: 1});
    const {earned} = attainableR2(rows);
    const around = rows.target.reduce((sum, y, i) => sum + (y - rows.pastMean[i]) ** 2, 0);
    const luck = rows.target.reduce(
      (sum, y, i) => sum + 2 * (y - rows.expected[i]) * (rows.value[i] - rows.pastMean[i]),
      0,
    );
    const r2 = r2OutOfSample(rows.target, rows.value, rows.pastMean);
    expect(earned.value + luck / around).toBeCloseTo(r2, 12);
  });

  it("recovers the shares of a known desk: E(y − m)² is 5.0025, of which 1.0025 can be had, and 0.34 is missed", () => {
    let [attainable, earned, held] = [0, 0, 0];
    const desks = 100;
    for (let seed = 0; seed < desks; seed++) {
      const found = attainableR2(desk({seed}));
      attainable += found.attainable.value / desks;
      earned += found.earned.value / desks;
      const [low, high] = found.reached!.interval!;
      if (low <= 1 - 0.34 / 1.0025 && 1 - 0.34 / 1.0025 <= high) held++;
    }
    expect(Math.abs(attainable - 1.0025 / 5.0025)).toBeLessThan(0.002);
    expect(Math.abs(earned - (1.0025 - 0.34) / 5.0025)).toBeLessThan(0.002);
    expect(held).toBeGreaterThan(88); // 95 of 100, less three standard errors
  });

  it("says nothing of a share of nothing, and refuses no rows", () => {
    const rows = desk({seed: 2});
    expect(attainableR2({...rows, expected: rows.pastMean}).reached).toBeNull();
    expect(attainableR2({...rows, expected: rows.pastMean}).attainable.value).toBe(0);
    const none = {day: new Int32Array(0), target: new Float64Array(0), pastMean: new Float64Array(0)};
    expect(() => attainableR2({...none, expected: none.target, value: none.target})).toThrow("no row");
  });

  it("a prediction worse than the mean earns less than nothing", () => {
    const rows = desk({seed: 3, share: -1});
    const {earned, reached} = attainableR2(rows);
    expect(earned.value).toBeLessThan(-0.4);
    expect(reached!.interval![1]).toBeLessThan(-2);
  });
});

describe("attainableSkill", () => {
  it("is the attainable R² of days, with the noise of a test", () => {
    const rows = desk({seed: 4, traders: 1, days: 20_000});
    const skill = attainableSkill(rows)!;
    expect(Math.abs(skill.r2 - 0.2)).toBeLessThan(0.01);
    // the gain of a day is e² + 2e·ε over 5, with ε of variance 4: variance (2 + 4·4) / 25
    expect(Math.abs(skill.deviation - Math.sqrt(18) / 5)).toBeLessThan(0.04);
    expect(attainableSkill({...rows, day: rows.day.map(() => 0)})).toBeNull();
  });
});

describe("joinTwins", () => {
  it("puts one behind the other, so that no two share a day", () => {
    const twins = [desk({seed: 5, days: 10}), desk({seed: 6, days: 10})];
    const joined = joinTwins(twins);
    expect(joined.day).toHaveLength(120);
    expect(new Set(joined.day).size).toBe(20);
    expect(joined.target[60]).toBe(twins[1].target[0]);
    expect(joined.expected.slice(60)).toEqual(twins[1].expected);
  });
});

describe("compareRuns", () => {
  const rows = desk({seed: 7});
  const all = rows.expected;
  const half = rows.expected.map((e) => 0.5 * e);
  const none = rows.pastMean;

  it("R² of each run, and what is lost against the reference", () => {
    const found = compareRuns(rows, all, [
      {label: "half", value: half},
      {label: "mean", value: none},
    ]);
    const r2 = (f: Float64Array) => r2OutOfSample(rows.target, f, rows.pastMean);
    expect(found.reference.value).toBeCloseTo(r2(all), 12);
    expect(found.runs[0].r2.value).toBeCloseTo(r2(half), 12);
    expect(found.runs[0].lost.value).toBeCloseTo(r2(all) - r2(half), 12);
    expect(found.runs[1].lost.value).toBeCloseTo(found.reference.value, 12);
    expect(found.runs[1].r2.value).toBe(0);
    expect(found.runs[0].lost.interval![0]).toBeGreaterThan(0);
    expect(found).toMatchObject({rows: 1800, days: 300});
  });

  it("is about the rows that all predict", () => {
    const holes = half.map((v, i) => (i < 6 ? Number.NaN : v));
    expect(compareRuns(rows, all, [{label: "half", value: holes}])).toMatchObject({rows: 1794, days: 299});
    const nothing = half.map(() => Number.NaN);
    expect(() => compareRuns(rows, all, [{label: "half", value: nothing}])).toThrow("no row");
  });
});
