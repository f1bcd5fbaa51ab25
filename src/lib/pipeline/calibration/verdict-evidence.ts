import {familyModule, familyNames} from "../../features/index.ts";
import {learnerModule} from "../../models/index.ts";
import {type CalibrationDraw, type CalibrationSummary, summariseDesks} from "../../verdict/index.ts";
import type {DrawTask, Evidence} from "../evidence.ts";
import {calibrationCases} from "./cases.ts";
import {judgeDesk} from "./judge-desk.ts";

/**
 * The first seed on record. Gates, thresholds and strengths were settled on seeds below 100,000; no desk on record was looked at before.
 */
export const firstRecordedSeed = 1_000_001;

/** Judges the desks of a case; a worker calls it. */
export async function draw({name, seeds}: DrawTask): Promise<CalibrationDraw[]> {
  const one = calibrationCases.find((c) => c.name === name);
  if (one === undefined) throw new RangeError(`invalid case; not one of the calibration: ${name}`);
  const draws: CalibrationDraw[] = [];
  for (const seed of seeds) draws.push(await judgeDesk(one, seed));
  return draws;
}

/** What the chain loads by URL, and so does not import. */
export const verdictEvidenceCode: readonly URL[] = [
  learnerModule("ridge"),
  learnerModule("logistic"),
  ...familyNames.map(familyModule),
];

/** The verdict over simulated desks whose truth is known: `npm run calibrate -- verdict`. */
export const verdictEvidence: Evidence<CalibrationDraw, CalibrationSummary> = {
  name: "verdict",
  what: "Verdicts of the whole chain on simulated desks whose truth is known, by what is true of them",
  module: new URL(import.meta.url),
  code: verdictEvidenceCode,
  cases: calibrationCases.map(({name, draws}) => ({name, draws})),
  seed: firstRecordedSeed,
  batch: 5,
  draw,
  summarise: (_, draws) => summariseDesks(draws),
};
