import type {Learner} from "../../models/index.ts";
import type {Labels} from "../inference/labels.ts";
import {type CrossFitSample, crossFit, crossFitTogether, probabilityTask} from "./cross-fit.ts";
import {type IrmFit, type IrmOptions, irmFromPredictions} from "./interactive.ts";
import {type IivmFit, iivmFromPredictions} from "./interactive-iv.ts";
import {checkBinary, checkColumns} from "./linear-score.ts";
import {type PlrFit, plrFromPredictions, plrIvTypeFromPredictions} from "./partially-linear.ts";
import {type PlivFit, plivFromPredictions} from "./partially-linear-iv.ts";

export interface FitPlrOptions extends CrossFitSample {
  readonly y: Float64Array;
  readonly d: Float64Array;
  /** `final`: under the IV-type score, of y − θd given x; default the outcome's. */
  readonly learners: {readonly outcome: Learner; readonly treatment: Learner; readonly final?: Learner};
  /** Default "partialling-out". */
  readonly score?: "partialling-out" | "iv-type";
  /** Traders whose own level is taken out first: see `Nuisance`. */
  readonly group?: Int32Array;
}

/**
 * Partially linear regression end to end: cross-fits both nuisances and partials them out. A 0/1 treatment is predicted as a
 * probability where the learner does that and no `group` is taken out, else as a mean.
 * @throws RangeError as `crossFit` and `plrFromPredictions`.
 */
export function fitPlr(options: FitPlrOptions): PlrFit {
  const {y, d, learners, score = "partialling-out", group} = options;
  checkColumns({y, d});
  const [predictedY, predictedD] = crossFitTogether(options, {group}, [
    {target: y, name: "outcome", learner: learners.outcome},
    {target: d, name: "treatment", ...treatmentNuisance(d, learners.treatment, group)},
  ]);
  const partialled = plrFromPredictions(y, d, predictedY, predictedD, labelsOf(options));
  if (score === "partialling-out") return partialled;
  const rest = y.map((v, i) => v - partialled.theta * d[i]);
  const final = crossFit(rest, options, {name: "final", learner: learners.final ?? learners.outcome, group});
  return plrIvTypeFromPredictions(y, d, final, predictedD, labelsOf(options));
}

export interface FitPlivOptions extends CrossFitSample {
  readonly y: Float64Array;
  readonly d: Float64Array;
  readonly z: Float64Array;
  readonly learners: {readonly outcome: Learner; readonly treatment: Learner; readonly instrument: Learner};
  readonly group?: Int32Array;
}

/**
 * Partially linear regression with an instrument end to end; all three nuisances are predicted as for `fitPlr`.
 * @throws RangeError as `crossFit` and `plivFromPredictions`.
 */
export function fitPliv(options: FitPlivOptions): PlivFit {
  const {y, d, z, learners, group} = options;
  checkColumns({y, d, z});
  const [outcome, treatment, instrument] = crossFitTogether(options, {group}, [
    {target: y, name: "outcome", learner: learners.outcome},
    {target: d, name: "treatment", ...treatmentNuisance(d, learners.treatment, group)},
    {target: z, name: "instrument", ...treatmentNuisance(z, learners.instrument, group)},
  ]);
  return plivFromPredictions(y, d, z, {outcome, treatment, instrument}, labelsOf(options));
}

export interface FitIrmOptions extends CrossFitSample, Omit<IrmOptions, "labels"> {
  readonly y: Float64Array;
  readonly d: Float64Array;
  /** The outcome's is fitted on each arm apart. Trader levels are features here: there is no within transformation. */
  readonly learners: {readonly outcome: Learner; readonly treatment: Learner};
}

/**
 * Interactive regression (AIPW) end to end. The propensity is a probability where the learner does that, else a mean; clipped
 * either way.
 * @throws RangeError as `crossFit` and `irmFromPredictions`: among others where a fold is trained on one arm only.
 */
export function fitIrm(options: FitIrmOptions): IrmFit {
  const {y, d, learners} = options;
  checkColumns({y, d});
  checkBinary(d, "treatment");
  const [outcome0, outcome1] = [0, 1].map((arm) => {
    const among = Uint8Array.from(d, (v) => (v === arm ? 1 : 0));
    return crossFit(y, options, {name: `outcome at d = ${arm}`, learner: learners.outcome, among});
  });
  const propensity = crossFit(d, options, {name: "treatment", learner: learners.treatment, task: "probability"});
  return irmFromPredictions(y, d, {outcome0, outcome1, propensity}, {...options, labels: labelsOf(options)});
}

export interface FitIivmOptions extends CrossFitSample {
  readonly y: Float64Array;
  readonly d: Float64Array;
  readonly z: Float64Array;
  readonly learners: {readonly outcome: Learner; readonly treatment: Learner; readonly instrument: Learner};
  /** Are any treated without the instrument, any untreated with it? Default: as found in the sample. */
  readonly alwaysTakers?: boolean;
  readonly neverTakers?: boolean;
  readonly clip?: number;
}

/**
 * Local average treatment effect end to end. Where there are no always-takers, P(d = 1 | z = 0, x) is 0 and not fitted; without
 * never-takers P(d = 1 | z = 1, x) is 1.
 * @throws RangeError as `crossFit` and `iivmFromPredictions`.
 */
export function fitIivm(options: FitIivmOptions): IivmFit {
  const {y, d, z, learners, clip} = options;
  checkColumns({y, d, z});
  checkBinary(z, "instrument");
  checkBinary(d, "treatment");
  const {
    alwaysTakers = d.some((v, i) => v === 1 && z[i] === 0),
    neverTakers = d.some((v, i) => v === 0 && z[i] === 1),
  } = options;
  const arms = [0, 1].map((arm) => Uint8Array.from(z, (v) => (v === arm ? 1 : 0)));
  const [outcome0, outcome1] = arms.map((among, arm) =>
    crossFit(y, options, {name: `outcome at z = ${arm}`, learner: learners.outcome, among}),
  );
  const take = (arm: 0 | 1, varies: boolean) =>
    varies
      ? crossFit(d, options, {
          name: `treatment at z = ${arm}`,
          learner: learners.treatment,
          among: arms[arm],
          task: "probability",
        })
      : new Float64Array(d.length).fill(arm);
  const instrument = crossFit(z, options, {name: "instrument", learner: learners.instrument, task: "probability"});
  const predictions = {
    outcome0,
    outcome1,
    treatment0: take(0, alwaysTakers),
    treatment1: take(1, neverTakers),
    instrument,
  };
  return iivmFromPredictions(y, d, z, predictions, {clip, labels: labelsOf(options)});
}

/** The labels that a fit keeps: those given, and the day. */
export function labelsOf({labels, day}: CrossFitSample): Labels {
  return {...labels, day};
}

/** A 0/1 target is a probability where the learner does that; else, and where levels are taken out, a mean. */
function treatmentNuisance(d: Float64Array, learner: Learner, group: Int32Array | undefined) {
  const binary = group === undefined && d.every((v) => v === 0 || v === 1);
  return {learner, task: binary ? probabilityTask(learner) : ("mean" as const)};
}
