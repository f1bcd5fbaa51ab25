import {type Random, stream} from "../../numeric/index.ts";
import {
  type AdoptionRows,
  adoptionPanel,
  conformalIntervals,
  crossFitTTest,
  type SyntheticControlData,
  type SyntheticControlMethod,
  type SyntheticDidData,
  sdidInference,
  staggeredJackknife,
  staggeredPlacebo,
  staggeredSyntheticControl,
  syntheticDid,
} from "../synthetic/index.ts";
import {type KnownTruthCase, type KnownTruthDraw, single} from "./coverage.ts";

const effect = 1;

/**
 * Units with two stationary factors, levels of their own and AR(1) noise (the class of Arkhangelsky et al. 2021, section 3).
 * Treated units are drawn like controls, with loadings that lean to one side by `lean`.
 */
export function factorPanel(
  {
    controls,
    treated,
    periods,
    prePeriods,
    lean = 0,
  }: {controls: number; treated: number; periods: number; prePeriods: number; lean?: number},
  random: Random,
): SyntheticDidData {
  const factors = [0, 1].map(() => autoregression(periods, 0.7, random));
  const unit = (isTreated: boolean) => {
    const loadings = factors.map(() => random.normal() + (isTreated ? lean : 0));
    const level = 2 * random.normal();
    const noise = autoregression(periods, 0.3, random);
    return noise.map(
      (e, t) =>
        level +
        loadings[0] * factors[0][t] +
        loadings[1] * factors[1][t] +
        e +
        (isTreated && t >= prePeriods ? effect : 0),
    );
  };
  return {
    controls: Array.from({length: controls}, () => unit(false)),
    treated: Array.from({length: treated}, () => unit(true)),
    prePeriods,
  };
}

/** A treated unit that is a weighted mean of some donors, plus noise: what a synthetic control assumes. */
export function convexPanel(
  {
    donors,
    periods,
    prePeriods,
    level = 0,
    persistence = 0,
  }: {donors: number; periods: number; prePeriods: number; level?: number; persistence?: number},
  random: Random,
): SyntheticControlData {
  const factors = [0, 1].map(() => autoregression(periods, 0.5, random));
  const series = Array.from({length: donors}, () => {
    const loadings = [1 + random.normal(), random.normal()];
    return autoregression(periods, persistence, random).map(
      (e, t) => loadings[0] * factors[0][t] + loadings[1] * factors[1][t] + e,
    );
  });
  const noise = autoregression(periods, persistence, random);
  const weights = [0.5, 0.3, 0.2];
  const treated = noise.map((e, t) =>
    weights.reduce((sum, w, j) => sum + w * series[j][t], level + e + (t >= prePeriods ? effect : 0)),
  );
  return {treated, donors: series, prePeriods};
}

/** x₀ ~ stationary, x = ρ x + e with e ~ N(0, 1 − ρ²). */
export function autoregression(periods: number, rho: number, random: Random): Float64Array {
  let value = random.normal();
  const scale = Math.sqrt(1 - rho * rho);
  return Float64Array.from({length: periods}, (_, t) => {
    if (t > 0) value = rho * value + scale * random.normal();
    return value;
  });
}

/** A desk whose traders come under the model one after the other, and some never. */
export function adoptingDesk(
  {traders, adopters, days}: {traders: number; adopters: number; days: number},
  random: Random,
): AdoptionRows {
  const factor = autoregression(days, 0.5, random);
  const [trader, day, outcome]: [number[], number[], number[]] = [[], [], []];
  const adoption = new Int32Array(traders).fill(-1);
  for (let i = 0; i < traders; i++) {
    if (i < adopters) adoption[i] = Math.floor(days / 2) + random.integer(Math.floor(days / 4));
    const [level, loading] = [random.normal(), 1 + 0.5 * random.normal()];
    for (let t = 0; t < days; t++) {
      trader.push(i);
      day.push(t);
      outcome.push(level + loading * factor[t] + random.normal() + (adoption[i] >= 0 && t >= adoption[i] ? effect : 0));
    }
  }
  return {
    trader: Int32Array.from(trader),
    day: Int32Array.from(day),
    outcome: Float64Array.from(outcome),
    adoption,
    days,
  };
}

/** Synthetic controls and synthetic difference-in-differences, each under its own assumptions. */
export function syntheticCases(): KnownTruthCase[] {
  return [
    sdidCase("placebo", {controls: 40, treated: 5, periods: 30, prePeriods: 24}, 120),
    sdidCase("placebo", {controls: 80, treated: 1, periods: 30, prePeriods: 24}, 80),
    sdidCase("bootstrap", {controls: 40, treated: 20, periods: 30, prePeriods: 24}, 60),
    sdidCase("jackknife", {controls: 80, treated: 40, periods: 30, prePeriods: 24}, 2),
    tTestCase("outcomes only", {method: "outcomes"}, 0),
    tTestCase("demeaned", {method: "outcomes", demean: true}, 3),
    tTestCase("ridge-augmented", {method: "augmented", lambda: 20}, 0),
    conformalCase("outcomes only", {method: "outcomes"}),
    staggeredCase("one fit an adopter, placebos", false, "placebo"),
    staggeredCase("one fit an adopter, jackknife", false, "jackknife"),
    staggeredCase("partially pooled, jackknife", true, "jackknife"),
  ];
}

function sdidCase(
  variance: "placebo" | "bootstrap" | "jackknife",
  shape: Parameters<typeof factorPanel>[0],
  draws: number,
): KnownTruthCase {
  const name = `synthetic difference-in-differences, ${variance} variance, ${shape.treated} treated`;
  return {
    method: name,
    design: `two factors, AR(1) noise: ${shape.controls} controls, ${shape.prePeriods} of ${shape.periods} periods before`,
    n: shape.controls + shape.treated,
    run(seed) {
      const fit = syntheticDid(factorPanel(shape, stream(seed, name)));
      return single(effect, sdidInference(fit, {variance, draws, seed}));
    },
  };
}

function tTestCase(
  label: string,
  method: Extract<SyntheticControlMethod, {method: "outcomes" | "augmented"}>,
  level: number,
): KnownTruthCase {
  const name = `synthetic control, cross-fit t-test, ${label}`;
  return {
    method: name,
    design: "the treated unit is a weighted mean of 3 of 10 donors, 120 periods before, 60 after",
    n: 11,
    run(seed) {
      const data = convexPanel({donors: 10, periods: 180, prePeriods: 120, level}, stream(seed, name));
      const {att, standardError, interval} = crossFitTTest(data, {folds: 3, level: 0.95, method});
      return single(effect, {estimate: att, standardError, interval});
    },
  };
}

function conformalCase(label: string, method: {method: "outcomes"}): KnownTruthCase {
  const name = `synthetic control, pointwise conformal intervals, ${label}`;
  return {
    method: name,
    design: "the treated unit is a weighted mean of 3 of 4 donors, 59 periods before, 2 after, noise exchangeable",
    n: 5,
    run(seed): KnownTruthDraw {
      const data = convexPanel({donors: 4, periods: 61, prePeriods: 59}, stream(seed, name));
      const {lower, upper} = conformalIntervals(data, {method, level: 0.95});
      return {
        truth: [effect, effect],
        estimate: lower.map((l, k) => (l + upper[k]) / 2),
        standardError: lower.map((l, k) => (upper[k] - l) / 2 / 1.96),
        lower,
        upper,
      };
    },
  };
}

function staggeredCase(label: string, pooled: boolean, kind: "placebo" | "jackknife"): KnownTruthCase {
  const name = `staggered synthetic controls, ${label}`;
  return {
    method: name,
    design: "a common factor, traders' levels and noise: 6 adopters, 14 never, 40 days",
    n: 20,
    run(seed) {
      const rows = adoptingDesk({traders: 20, adopters: 6, days: 40}, stream(seed, name));
      const fit = staggeredSyntheticControl(adoptionPanel(rows, {after: 8}), {pooled});
      const found = kind === "jackknife" ? staggeredJackknife(fit) : staggeredPlacebo(fit, {draws: 79, seed});
      return single(effect, {estimate: found.att, standardError: found.standardError, interval: found.interval});
    },
  };
}
