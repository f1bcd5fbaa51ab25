import {existsSync} from "node:fs";
import {fileURLToPath} from "node:url";
import {describe, expect, test} from "vitest";
import {folderFiles, readFolder} from "../../src/lib/ingest/index.ts";
import {float64, int32} from "../../src/lib/numeric/index.ts";
import {
  directDesk,
  drawTwin,
  fitTwin,
  type Likeness,
  likenessOf,
  likeStudy,
  simulate,
} from "../../src/lib/simulate/index.ts";
import {leastSquares} from "./least-squares.ts";

const demo = directDesk(simulate({desk: "demo", seed: 1}));
const model = fitTwin(demo);
const EFFECT = 150;
const twins = [1, 2, 3, 4].map((seed) => drawTwin(model, {seed, effect: EFFECT}));
const mean = (x: readonly number[]) => x.reduce((a, b) => a + b, 0) / x.length;

/** A measure of the original, and its mean over twins. */
function measured(reports: readonly Likeness[], id: string): [number, number] {
  const of = (k: number) => reports[k].measures.find((m) => m.id === id)!;
  return [of(0).original, mean(reports.map((_, k) => of(k).twin))];
}

describe("a twin of the demo desk", () => {
  const reports = twins.map((t) => likenessOf(demo, t.desk));

  test("has the same traders, days, missing rows, idle days, columns and market", () => {
    for (const {desk} of twins) {
      expect(desk.accounts).toEqual(demo.accounts);
      expect(desk.days).toEqual(demo.days);
      expect(desk.daily.columns.trader).toEqual(demo.daily.columns.trader);
      expect(desk.daily.columns.day).toEqual(demo.daily.columns.day);
      expect(Object.keys(desk.daily.columns)).toEqual(["trader", "day", "net", "gross", "fees", "trades", "volume"]);
      const [a, b] = [float64(desk.daily, "net"), float64(demo.daily, "net")];
      expect(a.every((x, r) => (x === 0) === (b[r] === 0))).toBe(true);
      expect(a).not.toEqual(b);
      expect(desk.market).toBe(demo.market);
      expect(desk.predictions).toBeNull();
      expect(desk.origin.simulated).toBe(true);
      const [gross, fees] = [float64(desk.daily, "gross"), float64(desk.daily, "fees")];
      expect(a.every((x, r) => Math.abs(gross[r] - fees[r] - x) < 1e-6)).toBe(true);
    }
  });

  test("is alike: moments, tails, autocorrelation of P&L and of its size, traders' correlation, treatment", () => {
    const close = (id: string, tolerance: number) => {
      const [original, twin] = measured(reports, id);
      expect(Math.abs(twin - original), `${id}: ${original} and ${twin}`).toBeLessThan(tolerance);
    };
    close("mean", 0.08);
    close("sd", 0.15);
    close("skewness", 0.6);
    close("quantile.1", 0.4);
    close("quantile.99", 0.4);
    close("hill.lower", 0.5);
    close("hill.upper", 0.5);
    for (let k = 1; k <= 5; k++) {
      close(`acf.${k}`, 0.05);
      close(`acf-size.${k}`, 0.07);
    }
    close("cross", 0.02);
    close("limited.loss", 0.04);
    close("limited.gain", 0.03);
    expect(measured(reports, "kurtosis")[1]).toBeGreaterThan(5);
    expect(mean(reports.map((r) => r.ksExceeded))).toBeLessThan(0.2);
    expect(reports[0].ks).toHaveLength(20);
  });

  test("the report is able to say no: a desk that is not alike differs", () => {
    const other = directDesk(simulate({desk: "demo", seed: 2}));
    const n = Math.min(demo.daily.rows, other.daily.rows);
    expect(n).toBeGreaterThan(1000);
    const doubled = {
      ...demo,
      daily: {
        ...demo.daily,
        columns: {...demo.daily.columns, net: float64(demo.daily, "net").map((x) => (x > 0 ? 2 * x : x))},
      },
    };
    const {ksExceeded, measures} = likenessOf(demo, doubled);
    expect(ksExceeded).toBe(1);
    const sd = measures.find((m) => m.id === "sd")!;
    expect(sd.twin).toBeGreaterThan(1.3 * sd.original);
  });

  test("states its truth: the effect that was set, each row one of its potential outcomes, expectations calibrated", () => {
    let [sum, squares, slope, slopeSquares, p, pSquares] = [0, 0, 0, 0, 0, 0];
    for (const {desk, truth} of twins) {
      expect(desk.truth!.effectPerTreatedDay).toBe(EFFECT);
      expect(desk.truth!.attainableR2).toBeGreaterThan(0.01);
      expect(desk.truth!.attainableR2).toBeLessThan(0.12);
      const limited = int32(truth, "limited");
      const net = float64(desk.daily, "net");
      const [free, cut] = [float64(truth, "net_free"), float64(truth, "net_limited")];
      expect(net.every((x, r) => x === (limited[r] === 1 ? cut[r] : free[r]))).toBe(true);
      expect(free.every((x, r) => x === 0 || Math.abs(cut[r] - x - EFFECT) < 1e-6)).toBe(true);
      expect(desk.interventions!.rows).toBe(limited.reduce((a, b) => a + b, 0));
      const [expected, propensity] = [float64(truth, "expected"), float64(truth, "propensity")];
      const trader = int32(truth, "trader");
      for (let r = 0; r < net.length; r++) {
        const e = (net[r] - expected[r]) / model.scale[trader[r]];
        sum += e;
        squares += e * e;
        slope += e * (expected[r] / model.scale[trader[r]]);
        slopeSquares += (e * (expected[r] / model.scale[trader[r]])) ** 2;
        p += limited[r] - propensity[r];
        pSquares += (limited[r] - propensity[r]) ** 2;
      }
    }
    expect(Math.abs(sum / Math.sqrt(squares))).toBeLessThan(4);
    expect(Math.abs(slope / Math.sqrt(slopeSquares))).toBeLessThan(4);
    expect(Math.abs(p / Math.sqrt(pSquares))).toBeLessThan(4);
  });

  test("a regression on what the limits depend on recovers the effect", () => {
    const z = twins.map(({desk, truth}) => {
      const net = float64(desk.daily, "net");
      const [trader, limited] = [int32(truth, "trader"), int32(truth, "limited")];
      const rows: {y: number; x: number[]}[] = [];
      for (let r = 5; r < net.length; r++) {
        if (trader[r - 5] !== trader[r] || net[r] === 0) continue;
        const s = model.scale[trader[r]];
        const recent = (net[r - 1] + net[r - 2] + net[r - 3] + net[r - 4] + net[r - 5]) / 5;
        const past = [Math.max(0, -net[r - 1] / s), Math.max(0, net[r - 1] / s), recent / s, limited[r - 1]];
        const dummies = demo.accounts.map((_, j) => (j === trader[r] ? 1 : 0));
        rows.push({y: net[r], x: [limited[r], ...past.map((x) => x * s), ...past, ...dummies]});
      }
      const fit = leastSquares(rows);
      return (fit.coefficients[0] - EFFECT) / fit.standardErrors[0];
    });
    expect(Math.abs(mean(z))).toBeLessThan(2);
  });

  test("same seed, same twin; another effect, the same luck; an effect a trader", () => {
    expect(drawTwin(model, {seed: 1, effect: EFFECT})).toEqual(twins[0]);
    const none = drawTwin(model, {seed: 1, effect: 0});
    expect(none.truth.columns.net_free).toEqual(twins[0].truth.columns.net_free);
    const effects = demo.accounts.map((_, i) => (i === 4 ? 500 : 0));
    const one = drawTwin(model, {seed: 1, effect: effects});
    const trader = int32(one.truth, "trader");
    expect(float64(one.truth, "effect").every((e, r) => e === 0 || (trader[r] === 4 && e === 500))).toBe(true);
    expect(() => drawTwin(model, {seed: 1, effect: [1, 2]})).toThrow(
      "invalid effect; not one finite number for each of 20",
    );
    expect(() => drawTwin(model, {seed: 1, effect: Number.NaN})).toThrow("invalid effect");
  });
});

test("a desk without interventions gets the assumed rule, one with too little P&L is refused", () => {
  const bare = directDesk(simulate({desk: "null", seed: 2, traders: 2, days: 60}));
  const {desk, likeness} = likeStudy({...bare, interventions: null}, {seed: 3, effect: 10});
  expect(fitTwin({...bare, interventions: null}).rule.source).toBe("assumed");
  const share = desk.interventions!.rows / desk.daily.rows;
  expect(share).toBeGreaterThan(0.03);
  expect(share).toBeLessThan(0.3);
  expect(likeness.measures.find((m) => m.id === "limited.loss")!.original).toBe(0);
  const empty = {
    ...bare,
    daily: {...bare.daily, columns: {...bare.daily.columns, net: new Float64Array(bare.daily.rows)}},
  };
  expect(() => fitTwin(empty)).toThrow("fewer than 20 rows with P&L");
});

test("a trader with few rows takes the shape of the desk", () => {
  const simulation = simulate({desk: "demo", seed: 3, traders: 3, days: 80});
  const {rows} = simulation;
  const from = rows.start[2] + 8;
  const keep = Int32Array.from({length: from}, (_, r) => r);
  const desk = directDesk(simulation);
  const short = {
    ...desk,
    daily: {
      rows: keep.length,
      columns: Object.fromEntries(
        Object.entries(desk.daily.columns).map(([name, column]) => [name, (column as Float64Array).slice(0, from)]),
      ),
    },
  };
  const twin = drawTwin(fitTwin(short), {seed: 1, effect: 0});
  expect(twin.desk.daily.rows).toBe(from);
  expect(float64(twin.desk.daily, "net").every(Number.isFinite)).toBe(true);
  expect(fitTwin(short).marginals[2].sorted.length).toBeGreaterThan(50);
});

const folder = fileURLToPath(new URL("../../../shared/real/desk-2025", import.meta.url));
if (!existsSync(folder)) console.warn(`skipped: ${folder} is absent`);
describe.skipIf(!existsSync(folder))("a twin of a real desk", () => {
  test("is alike, as simulated data", () => {
    const real = readFolder(folderFiles(folder));
    const fitted = fitTwin(real);
    const reports = [1, 2, 3, 4, 5, 6].map((seed) => likenessOf(real, drawTwin(fitted, {seed, effect: 0}).desk));
    for (const [id, tolerance] of [
      ["mean", 0.15],
      ["sd", 0.15],
      ["quantile.1", 0.6],
      ["quantile.99", 0.6],
      ["acf.1", 0.1],
      ["acf-size.1", 0.1],
      ["cross", 0.05],
    ] as const) {
      const [original, twin] = measured(reports, id);
      expect(Math.abs(twin - original), `${id}: ${original} and ${twin}`).toBeLessThan(tolerance);
    }
    expect(mean(reports.map((r) => r.ksExceeded))).toBeLessThan(0.15);
    expect(likeStudy(real, {seed: 1, effect: 0}).desk.origin.simulated).toBe(true);
  });
});
