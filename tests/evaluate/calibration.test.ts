import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {
  brier,
  brierDecomposition,
  coverageOverTime,
  designEffect,
  poissonBinomial,
  poissonBinomialRange,
  reliabilityDiagram,
} from "../../src/lib/evaluate/index.ts";
import {binomialProbabilities, stream} from "../../src/lib/numeric/index.ts";

describe("brierDecomposition", () => {
  it("adds up to the Brier score, for any predictions and outcomes", () => {
    const rows = fc.array(fc.tuple(fc.double({min: 0, max: 1, noNaN: true}), fc.boolean()), {
      minLength: 1,
      maxLength: 80,
    });
    fc.assert(
      fc.property(rows, fc.integer({min: 1, max: 12}), (list, bins) => {
        const probability = list.map(([p]) => p);
        const outcome = list.map(([, o]) => (o ? 1 : 0));
        const d = brierDecomposition(outcome, probability, {bins});
        expect(d.reliability - d.resolution + d.uncertainty + d.withinVariance - d.withinCovariance).toBeCloseTo(
          brier(outcome, probability),
          12,
        );
        for (const part of [d.reliability, d.resolution, d.uncertainty, d.withinVariance])
          expect(part).toBeGreaterThanOrEqual(0);
      }),
      {seed: 1},
    );
  });

  it("by hand: two predictions, four rows each (Murphy's three terms, nothing within)", () => {
    const probability = [0.2, 0.2, 0.2, 0.2, 0.7, 0.7, 0.7, 0.7];
    const outcome = [0, 0, 0, 1, 1, 1, 1, 0];
    const d = brierDecomposition(outcome, probability, {bins: 2});
    expect(d.reliability).toBeCloseTo((4 * 0.05 ** 2 + 4 * 0.05 ** 2) / 8, 14);
    expect(d.resolution).toBeCloseTo(0.25 ** 2, 14);
    expect(d.uncertainty).toBe(0.25);
    expect(d.withinVariance).toBeCloseTo(0, 28);
    expect(d.bins).toBe(2);
    expect(() => brierDecomposition([], [])).toThrow("no row");
  });
});

describe("poissonBinomial", () => {
  it("is the sum over all outcomes, and the binomial where probabilities are equal", () => {
    const p = [0.1, 0.5, 0.9, 0.3];
    const wanted = new Float64Array(5);
    for (let bits = 0; bits < 16; bits++) {
      let [chance, events] = [1, 0];
      p.forEach((q, i) => {
        const happened = (bits >> i) & 1;
        chance *= happened ? q : 1 - q;
        events += happened;
      });
      wanted[events] += chance;
    }
    const {first, probability} = poissonBinomial(p);
    expect(first).toBe(0);
    probability.forEach((v, k) => {
      expect(v).toBeCloseTo(wanted[k], 14);
    });
    const many = poissonBinomial(new Float64Array(3000).fill(0.02));
    const binomial = binomialProbabilities(3000, 0.02);
    many.probability.forEach((v, k) => {
      expect(Math.abs(v - binomial[k + many.first])).toBeLessThan(1e-12);
    });
    expect(many.probability.length).toBeLessThan(200); // the tails are cut
    expect(() => poissonBinomial([2])).toThrow("invalid probability of row 0");
  });

  it("leaves no more than half of 1 − level on either side", () => {
    const p = Float64Array.from({length: 50}, (_, i) => (i + 1) / 100);
    const [low, high] = poissonBinomialRange(p, 0.9);
    const {first, probability} = poissonBinomial(p);
    const share = (keep: (count: number) => boolean) =>
      probability.reduce((s, v, k) => s + (keep(k + first) ? v : 0), 0);
    expect(share((k) => k < low)).toBeLessThanOrEqual(0.05);
    expect(share((k) => k <= low)).toBeGreaterThan(0.05);
    expect(share((k) => k > high)).toBeLessThanOrEqual(0.05);
    expect(share((k) => k >= high)).toBeGreaterThan(0.05);
  });
});

describe("reliabilityDiagram", () => {
  const made = (seed: number, tilt: number, n = 500) => {
    const random = stream(seed, "reliability");
    const probability = Float64Array.from({length: n}, () => 0.05 + 0.9 * random.uniform());
    const outcome = probability.map((p) => (random.uniform() < 0.5 + tilt * (p - 0.5) ? 1 : 0));
    return {probability, outcome};
  };

  it("a calibrated forecast lies in its bands about as often as they say", () => {
    let [bins, outside] = [0, 0];
    for (let seed = 0; seed < 100; seed++) {
      for (const bin of reliabilityDiagram(made(seed, 1)).bins) {
        bins++;
        if (!bin.consistent) outside++;
      }
    }
    // counts are whole: the band is a little wide
    expect(outside / bins).toBeLessThan(0.06);
    expect(outside / bins).toBeGreaterThan(0.01);
  });

  it("one that is too bold does not", () => {
    const {bins, decomposition} = reliabilityDiagram(made(1, 0.3, 2000));
    expect(bins.filter((b) => !b.consistent).length).toBeGreaterThan(4);
    expect(decomposition.reliability).toBeGreaterThan(0.01);
    for (const bin of bins) {
      expect(bin.lower).toBeLessThanOrEqual(bin.observed);
      expect(bin.upper).toBeGreaterThanOrEqual(bin.observed);
      expect(bin.effectiveRows).toBe(bin.n);
    }
  });

  it("rows of one day count for less: ten copies of every row change no band", () => {
    const {probability, outcome} = made(2, 0.8, 300);
    const copies = (x: Float64Array) => Float64Array.from({length: 3000}, (_, i) => x[Math.floor(i / 10)]);
    const day = Int32Array.from({length: 3000}, (_, i) => Math.floor(i / 10));
    const once = reliabilityDiagram({probability, outcome, day: Int32Array.from({length: 300}, (_, i) => i), bins: 5});
    const tenfold = reliabilityDiagram({probability: copies(probability), outcome: copies(outcome), day, bins: 5});
    tenfold.bins.forEach((bin, k) => {
      expect(bin.n).toBe(10 * once.bins[k].n);
      expect(bin.effectiveRows).toBeCloseTo(once.bins[k].effectiveRows, 6);
      expect(bin.lower).toBeCloseTo(once.bins[k].lower, 10);
      expect(Math.abs(bin.consistentUpper - once.bins[k].consistentUpper)).toBeLessThan(0.05);
    });
    expect(() => reliabilityDiagram({probability, outcome, level: 2})).toThrow("invalid level");
    expect(() => reliabilityDiagram({probability, outcome, bins: 0})).toThrow("invalid bins");
  });

  it("the design effect is 1 for independent rows and the cluster size for copies", () => {
    const outcome = Float64Array.from({length: 400}, (_, i) => Math.floor(i / 8) % 2);
    expect(
      designEffect(
        Int32Array.from(outcome, (_, i) => Math.floor(i / 4)),
        outcome,
      ),
    ).toBeCloseTo((4 * 100) / 99, 10);
    expect(designEffect(new Int32Array(400), outcome)).toBe(1);
    expect(designEffect(new Int32Array(3), [1, 1, 1])).toBe(1);
  });
});

describe("coverageOverTime", () => {
  const random = stream(5, "conformal");
  const day = Int32Array.from({length: 600}, (_, i) => Math.floor(i / 3));
  const actual = Float64Array.from(day, (d) => (d < 150 ? 1 : 3) * random.normal());
  const ends = {lower: new Float64Array(600).fill(-1.645), upper: new Float64Array(600).fill(1.645)};

  it("shows when intervals stop to hold", () => {
    const {total, windows} = coverageOverTime({day, actual, ...ends, nominal: 0.9, window: 50});
    expect(windows.map(({from, to, days, rows}) => [from, to, days, rows])).toEqual([
      [0, 49, 50, 150],
      [50, 99, 50, 150],
      [100, 149, 50, 150],
      [150, 199, 50, 150],
    ]);
    expect(windows.map(({holds}) => holds)).toEqual([true, true, true, false]);
    expect(total.rows).toBe(600);
    expect(total.covered).toBeCloseTo(
      windows.reduce((s, w) => s + w.covered / 4, 0),
      12,
    );
    expect(total.width).toBeCloseTo(3.29, 12);
  });

  it("windows may overlap; a short rest is left out; one-sided intervals are allowed", () => {
    const upper = new Float64Array(600).fill(Number.POSITIVE_INFINITY);
    const {windows} = coverageOverTime({day, actual, lower: ends.lower, upper, nominal: 0.95, window: 60, step: 30});
    expect(windows.map(({from}) => from)).toEqual([0, 30, 60, 90, 120, 150]);
    expect(windows[5].days).toBe(50);
    expect(windows[0].width).toBe(Number.POSITIVE_INFINITY);
  });

  it("says what is wrong", () => {
    const options = {day, actual, ...ends, nominal: 0.9};
    expect(() => coverageOverTime({...options, lower: ends.upper, upper: ends.lower})).toThrow(
      "invalid interval of row 0",
    );
    expect(() => coverageOverTime({...options, nominal: 90})).toThrow("invalid nominal coverage");
    expect(() => coverageOverTime({...options, window: 0})).toThrow("invalid window");
    expect(() => coverageOverTime({...options, day: new Int32Array(0)})).toThrow("no row");
  });
});
