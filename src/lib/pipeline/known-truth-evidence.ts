import {
  caseName,
  drawKnownTruth,
  drawKnownTruthModule,
  type KnownTruthDraw,
  type KnownTruthRow,
  knownTruthCases,
  summariseDraws,
} from "../causal/index.ts";
import type {Evidence} from "./evidence.ts";

/** A recorded row: an estimator on a classic design. */
export interface RecordedKnownTruth extends KnownTruthRow {
  readonly family: string;
  /** Why intervals may fall short on this design; null: it has what the estimator assumes. */
  readonly strained: string | null;
}

const cases = new Map(knownTruthCases().map((one) => [caseName(one), one]));

/** 2,000 data sets a case: bias is then known to 0.022 standard errors, coverage of 95 % to 0.5 percentage points. */
export const knownTruthEvidence: Evidence<KnownTruthDraw, RecordedKnownTruth> = {
  name: "known-truth",
  what: "Every estimator on data sets of a design whose truth is known: bias, and how often its 95 % interval held the truth.",
  module: drawKnownTruthModule,
  cases: [...cases.keys()].map((name) => ({name, draws: 2000})),
  seed: 1,
  draw: drawKnownTruth,
  summarise(name, draws) {
    const one = cases.get(name)!;
    return {...summariseDraws(one, draws), family: one.family, strained: one.strained ?? null};
  },
};
