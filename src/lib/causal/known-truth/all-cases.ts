import type {KnownTruthCase} from "./coverage.ts";
import {dependenceCases, dmlCases} from "./dml-cases.ts";
import {heterogeneityCases, offPolicyCases} from "./heterogeneity-cases.ts";
import {didCases} from "./panel-did.ts";
import {discontinuityCases, hardDiscontinuityCases} from "./panel-discontinuity.ts";
import {syntheticCases} from "./panel-synthetic.ts";
import {timeSeriesCases} from "./panel-time-series.ts";
import {plainLearners} from "./plain-learners.ts";

/** Every estimator on designs whose truth is known, by family: what is recorded, and what tests run. */
export function knownTruthFamilies(): readonly {readonly family: string; readonly cases: readonly KnownTruthCase[]}[] {
  return [
    {family: "Double machine learning", cases: dmlCases(plainLearners)},
    {family: "Standard errors under dependence", cases: dependenceCases(plainLearners)},
    {family: "Effects that differ", cases: heterogeneityCases(plainLearners)},
    {family: "Weighing past decisions", cases: offPolicyCases()},
    {family: "Synthetic control and its kin", cases: syntheticCases()},
    {family: "Difference-in-differences", cases: didCases()},
    {family: "Regression discontinuity", cases: [...discontinuityCases(), ...hardDiscontinuityCases()]},
    {family: "Interrupted time series", cases: timeSeriesCases()},
  ];
}

/** All of them with their families. */
export function knownTruthCases(): readonly (KnownTruthCase & {readonly family: string})[] {
  return knownTruthFamilies().flatMap(({family, cases}) => cases.map((one) => ({...one, family})));
}

/** What tells a case from all others. */
export function caseName({method, n}: Pick<KnownTruthCase, "method" | "n">): string {
  return `${method}, n = ${n}`;
}
