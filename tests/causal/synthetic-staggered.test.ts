import {describe, expect, it} from "vitest";
import {
  type AdoptionRows,
  adoptingDesk,
  adoptionPanel,
  partiallyPooled,
  staggeredJackknife,
  staggeredPlacebo,
  staggeredSyntheticControl,
  syntheticControl,
} from "../../src/lib/causal/index.ts";
import {stream} from "../../src/lib/numeric/index.ts";

const desk = (seed: number, traders = 14, adopters = 4) =>
  adoptingDesk({traders, adopters, days: 40}, stream(seed, "desk"));
/** Rows of a small desk written out: [trader, day, outcome]. */
function rowsOf(
  cells: readonly (readonly [number, number, number])[],
  adoption: readonly number[],
  days: number,
): AdoptionRows {
  return {
    trader: Int32Array.from(cells, ([i]) => i),
    day: Int32Array.from(cells, ([, t]) => t),
    outcome: Float64Array.from(cells, ([, , y]) => y),
    adoption: Int32Array.from(adoption),
    days,
  };
}
const full = (traders: number, days: number, skip: readonly string[] = []) =>
  Array.from(
    {length: traders * days},
    (_, r) => [Math.floor(r / days), r % days, 10 * Math.floor(r / days) + (r % days)] as const,
  ).filter(([i, t]) => !skip.includes(`${i},${t}`));

describe("a desk's adopters and donors", () => {
  it("donors are the never and the not yet adopted, active throughout the window", () => {
    // trader 3 adopts later than trader 0's window ends; trader 4 leaves early; trader 5 begins late
    const late = Array.from({length: 6}, (_, t) => `5,${t}`);
    const early = Array.from({length: 3}, (_, t) => `4,${9 - t}`);
    const rows = rowsOf(full(6, 10, [...late, ...early]), [4, -1, -1, 8, -1, -1], 10);
    const {adopters} = adoptionPanel(rows, {after: 4});
    expect(adopters.map(({trader, adoption}) => [trader, adoption])).toEqual([
      [0, 4],
      [3, 8],
    ]);
    expect(Array.from(adopters[0].donors)).toEqual([1, 2, 3]);
    expect(Array.from(adopters[1].donors)).toEqual([1, 2]);
    expect(adopters[0].data.prePeriods).toBe(4);
    expect(Array.from(adopters[0].data.treated)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(Array.from(adopters[0].data.donors[1])).toEqual([20, 21, 22, 23, 24, 25, 26, 27]);
  });

  it("a day without a row is zero within a career, or leaves the donor out", () => {
    const rows = rowsOf(full(4, 8, ["1,2", "1,5"]), [4, -1, -1, -1], 8);
    const zero = adoptionPanel(rows).adopters[0];
    expect(Array.from(zero.data.donors[0])).toEqual([10, 11, 0, 13, 14, 0, 16, 17]);
    expect(zero.filled).toBe(2);
    const strict = adoptionPanel(rows, {missing: "leave-out"}).adopters[0];
    expect(Array.from(strict.donors)).toEqual([2, 3]);
    expect(strict.filled).toBe(0);
    const own = rowsOf(full(4, 8, ["0,2"]), [4, -1, -1, -1], 8);
    expect(adoptionPanel(own, {missing: "leave-out"}).refused[0].reason).toContain("a day without a row");
  });

  it("periods of several days are counted from adoption, as means a day", () => {
    const rows = rowsOf(full(3, 11), [5, -1, -1], 11);
    const [{data}] = adoptionPanel(rows, {daysPerPeriod: 2, before: 5}).adopters;
    expect(data.prePeriods).toBe(2); // days 1 … 4; day 0 makes no whole period
    expect(Array.from(data.treated)).toEqual([1.5, 3.5, 5.5, 7.5, 9.5]);
  });

  it("refuses adopters without a past, a future or donors, with the reason", () => {
    const rows = rowsOf(full(4, 8), [0, 1, 7, 4], 8);
    const {adopters, refused} = adoptionPanel(rows);
    expect(adopters).toEqual([]);
    expect(refused.map(({trader, reason}) => [trader, reason.split(";")[0].split(":")[0]])).toEqual([
      [0, "0 periods before adoption"],
      [1, "1 periods before adoption"],
      [2, "no trader outside the model was active in the whole window"],
      [3, "no trader outside the model was active in the whole window"],
    ]);
    expect(() => staggeredSyntheticControl(adoptionPanel(rows))).toThrow("trader 0: 0 periods before adoption");
    const ended = rowsOf(full(3, 8, ["0,6", "0,7"]), [6, -1, -1], 8);
    expect(adoptionPanel(ended).refused[0].reason).toContain("no whole period after adoption");
  });

  it("refuses rows that contradict each other, and desks with nothing to compare", () => {
    const ok = full(3, 6);
    const never = [-1, -1, -1];
    expect(() => adoptionPanel(rowsOf(ok, never, 6))).toThrow("no trader adopts");
    expect(() => adoptionPanel(rowsOf(ok, [3, 3, 3], 6))).toThrow("all 3 traders adopt on day 3");
    expect(() => adoptionPanel(rowsOf([...ok, [0, 0, 1]], [3, -1, -1], 6))).toThrow("second row");
    expect(() => adoptionPanel(rowsOf([[0, 9, 1]], [3, -1, -1], 6))).toThrow("invalid row 0");
    expect(() => adoptionPanel(rowsOf([[0, 0, Number.NaN]], [3, -1, -1], 6))).toThrow("is NaN");
    expect(() => adoptionPanel({...rowsOf(ok, [3, -1, -1], 6), outcome: new Float64Array(1)})).toThrow("invalid rows");
    expect(() => adoptionPanel(rowsOf(ok, [3, -1, -1], 6), {daysPerPeriod: 0})).toThrow("invalid daysPerPeriod");
  });
});

describe("staggered synthetic controls", () => {
  it("one fit an adopter: the average is theirs, event time lines them up", () => {
    const panel = adoptionPanel(desk(1), {after: 8});
    const fit = staggeredSyntheticControl(panel);
    const own = panel.adopters.map(({data}) => syntheticControl(data, {method: "outcomes", demean: true}));
    expect(fit.att).toBeCloseTo(
      own.reduce((s, {att}) => s + att / own.length, 0),
      12,
    );
    const two = fit.eventStudy.find(({time}) => time === 2)!;
    expect(two.effect).toBeCloseTo(
      own.reduce((s, {gap}, j) => s + gap[panel.adopters[j].data.prePeriods + 2] / own.length, 0),
      12,
    );
    expect(two.adopters).toBe(4);
    expect(fit.eventStudy[0].time).toBe(-Math.max(...panel.adopters.map(({data}) => data.prePeriods)));
  });

  it("partially pooled: ν = 0 is one fit each, the average's imbalance falls with ν, KKT holds", () => {
    const problems = adoptionPanel(desk(2), {after: 8}).adopters.map(({data}) => data);
    const alone = partiallyPooled(problems, {nu: 0});
    alone.fits.forEach(({preMspe}, j) => {
      expect(preMspe).toBeCloseTo(syntheticControl(problems[j], {method: "outcomes", demean: true}).preMspe, 8);
    });
    const [half, most] = [0.5, 0.95].map((nu) => partiallyPooled(problems, {nu}));
    expect(half.imbalance.pooled).toBeLessThanOrEqual(alone.imbalance.pooled + 1e-12);
    expect(most.imbalance.pooled).toBeLessThanOrEqual(half.imbalance.pooled + 1e-12);
    expect(most.imbalance.separate).toBeGreaterThanOrEqual(alone.imbalance.separate - 1e-12);
    for (const {kktResidual} of [alone, half, most]) expect(kktResidual).toBeLessThan(1e-8);
    const chosen = partiallyPooled(problems);
    expect(chosen.nu).toBeGreaterThan(0);
    expect(chosen.nu).toBeLessThan(1);
    for (const {weights} of chosen.fits) {
      expect(weights.reduce((s, w) => s + w, 0)).toBeCloseTo(1, 10);
      expect(Math.min(...weights)).toBeGreaterThanOrEqual(0);
    }
    expect(partiallyPooled(problems, {nu: 0.3, demean: false, ridge: 1}).fits[0].intercept).toBe(0);
  });

  it("partially pooled: a literal objective cannot be lowered by moving weight between two donors", () => {
    const problems = adoptionPanel(desk(3, 8, 2), {after: 6, before: 8}).adopters.map(({data}) => data);
    const nu = 0.4;
    const {fits} = partiallyPooled(problems, {nu, demean: false, ridge: 0.5});
    const loss = (all: readonly (readonly number[])[]) => {
      const imbalance = problems.map(({treated, donors, prePeriods}, j) =>
        Array.from({length: prePeriods}, (_, t) => donors.reduce((s, y, k) => s - all[j][k] * y[t], treated[t])),
      );
      const longest = Math.max(...problems.map(({prePeriods}) => prePeriods));
      let value = all.flat().reduce((s, w) => s + 0.5 * w * w, 0);
      imbalance.forEach((d) => {
        value += ((1 - nu) * d.reduce((s, x) => s + x * x, 0)) / d.length;
      });
      for (let back = 1; back <= longest; back++) {
        const total = imbalance.reduce((s, d) => s + (d[d.length - back] ?? 0), 0);
        value += (nu * total * total) / longest;
      }
      return value;
    };
    const weights = fits.map((fit) => Array.from(fit.weights));
    const least = loss(weights);
    weights.forEach((own, j) => {
      for (let a = 0; a < own.length; a++)
        for (let b = 0; b < own.length; b++) {
          if (a === b || own[a] < 1e-4) continue;
          const moved = weights.map((w) => [...w]);
          moved[j][a] -= 1e-4;
          moved[j][b] += 1e-4;
          expect(loss(moved)).toBeGreaterThan(least - 1e-12);
        }
    });
  });

  it("refuses too many weights and bad ν", () => {
    const problems = adoptionPanel(desk(2), {after: 8}).adopters.map(({data}) => data);
    expect(() => partiallyPooled([])).toThrow("no adopter");
    expect(() => partiallyPooled(problems, {nu: 2})).toThrow("invalid nu");
    expect(() => partiallyPooled(problems, {ridge: -1})).toThrow("invalid ridge");
    const many = Array.from({length: 250}, () => problems[0]);
    expect(() => partiallyPooled(many)).toThrow("too many weights to pool");
  });

  it("placebos and jackknife: intervals about the estimate, the same for the same seed", () => {
    const fit = staggeredSyntheticControl(adoptionPanel(desk(5), {after: 8}));
    const placebo = staggeredPlacebo(fit, {draws: 40, seed: 7});
    expect(placebo).toEqual(staggeredPlacebo(fit, {draws: 40, seed: 7}));
    expect(placebo.interval[0]).toBeLessThan(fit.att);
    expect(placebo.interval[1]).toBeGreaterThan(fit.att);
    expect(placebo.p * 41).toBeCloseTo(Math.round(placebo.p * 41), 9);
    const jackknife = staggeredJackknife(fit);
    expect(jackknife.draws.length).toBe(14);
    const without = staggeredSyntheticControl(
      adoptionPanel(
        {...fit.panel.source.rows, adoption: fit.panel.source.rows.adoption.map((g, i) => (i === 0 ? -1 : g))},
        {after: 8},
      ),
    );
    expect(without.adopters.length).toBe(3);
    expect(jackknife.draws[0]).not.toBe(jackknife.draws[1]);
    const mean = jackknife.draws.reduce((s, x) => s + x / 14, 0);
    expect(jackknife.standardError).toBeCloseTo(
      Math.sqrt((13 / 14) * jackknife.draws.reduce((s, x) => s + (x - mean) ** 2, 0)),
      12,
    );
    const pooled = staggeredSyntheticControl(adoptionPanel(desk(5), {after: 8}), {pooled: {nu: 0.5}});
    expect(staggeredJackknife(pooled).standardError).toBeGreaterThan(0);
  });

  it("says which inference the desk allows", () => {
    const crowded = staggeredSyntheticControl(adoptionPanel(desk(6, 6, 4), {after: 5}));
    expect(() => staggeredPlacebo(crowded)).toThrow("use the jackknife");
    const single = staggeredSyntheticControl(adoptionPanel(desk(6, 6, 1), {after: 5}));
    expect(() => staggeredJackknife(single)).toThrow("use placebos");
    expect(() => staggeredPlacebo(single, {draws: 1})).toThrow("invalid draws");
    expect(() => staggeredPlacebo(single, {level: 1})).toThrow("invalid level");
    expect(() => staggeredJackknife(crowded, {level: 0})).toThrow("invalid level");
  });
});
