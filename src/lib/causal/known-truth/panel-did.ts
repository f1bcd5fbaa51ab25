import {type Random, stream} from "../../numeric/index.ts";
import {
  type AdoptionOutcomes,
  aggregateEffects,
  effectBand,
  type GroupTimeOptions,
  groupTimeEffects,
  twoByTwo,
} from "../did/index.ts";
import {inference} from "../inference/index.ts";
import {type KnownTruthCase, single} from "./coverage.ts";
import {factorPanel} from "./panel-synthetic.ts";

/**
 * Units adopted at periods 3, 5 (of 8) or never, the more likely the larger a covariate; the covariate also has a trend of its own,
 * so that trends are parallel only given it. Effects grow with the time since treatment: 1 + e/2 (the designs of Callaway and
 * Sant'Anna 2021, section S.3, and Sant'Anna and Zhao 2020).
 */
export function cohortPanel(units: number, withCovariate: boolean, random: Random): AdoptionOutcomes {
  const periods = 8;
  const adoption = new Int32Array(units);
  const covariate = new Float64Array(units);
  const outcome = Array.from({length: units}, (_, i) => {
    const x = random.normal();
    covariate[i] = x;
    const index = withCovariate ? 0.5 * x : 0;
    const draw = random.uniform();
    const early = Math.exp(index) / (1 + 2 * Math.exp(index));
    adoption[i] = draw < early ? 3 : draw < 2 * early ? 5 : -1;
    const level = random.normal();
    return Float64Array.from({length: periods}, (__, t) => {
      const since = t - adoption[i];
      const treated = adoption[i] >= 0 && since >= 0 ? 1 + since / 2 : 0;
      return level + 0.3 * t + (withCovariate ? 0.3 * t * x : 0) + treated + random.normal();
    });
  });
  return {outcome, adoption, ...(withCovariate ? {covariates: [covariate]} : {})};
}

/** Mean effect of the event study's overall: the mean over e = 0 … 4 of 1 + e/2. */
const dynamicTruth = 2;

/** Difference-in-differences under (conditionally) parallel trends. */
export function didCases(): KnownTruthCase[] {
  return [
    cohortCase("no covariates", {}, 200, false),
    cohortCase("not-yet treated compared with, doubly robust", {method: "dr"}, 400, true),
    cohortCase("never treated compared with, doubly robust", {method: "dr", control: "never"}, 400, true),
    cohortCase("outcome regression", {method: "regression"}, 400, true),
    cohortCase(
      "never treated compared with, inverse probability weighting",
      {method: "ipw", control: "never"},
      400,
      true,
    ),
    bandCase(),
    twoByTwoCase(),
  ];
}

function cohortCase(label: string, options: GroupTimeOptions, units: number, withCovariate: boolean): KnownTruthCase {
  const name = `group-time effects, event study's mean, ${label}`;
  return {
    method: name,
    design: `two cohorts and never treated, ${withCovariate ? "trends parallel given a covariate" : "parallel trends"}, 8 periods`,
    n: units,
    run(seed) {
      const panel = cohortPanel(units, withCovariate, stream(seed, name));
      const {overall} = aggregateEffects(groupTimeEffects(panel, options), "dynamic");
      return single(dynamicTruth, inference(overall, {cluster: ["unit"]}));
    },
  };
}

function bandCase(): KnownTruthCase {
  const name = "group-time effects, uniform band of the event study";
  return {
    method: name,
    design: "two cohorts and never treated, parallel trends, 8 periods; counts when every time is held at once",
    n: 200,
    run(seed) {
      const panel = cohortPanel(200, false, stream(seed, name));
      const study = aggregateEffects(groupTimeEffects(panel, {base: "universal"}), "dynamic");
      const band = effectBand(study, {seed, draws: 1000});
      const truth = band.at.map((e) => (e >= 0 ? 1 + e / 2 : 0));
      return {
        truth,
        estimate: band.estimates,
        standardError: band.standardErrors,
        lower: band.lower,
        upper: band.upper,
        held: truth.every((value, k) => band.lower[k] <= value && value <= band.upper[k]),
      };
    },
  };
}

function twoByTwoCase(): KnownTruthCase {
  const name = "two-by-two difference-in-differences, clustered by unit";
  const shape = {controls: 30, treated: 30, periods: 20, prePeriods: 10};
  return {
    method: name,
    design: "two factors, AR(1) noise: 30 units each side, 10 periods before and after",
    n: 60,
    run: (seed) => single(1, inference(twoByTwo(factorPanel(shape, stream(seed, name))), {cluster: ["unit"]})),
  };
}
