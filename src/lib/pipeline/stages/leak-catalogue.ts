import {type ApplyPolicy, falseAlarm, type LeakOutcome, leaks, tryLeak, unseenLeaks} from "../../evaluate/index.ts";
import {learnerModule} from "../../models/index.ts";
import {applyPolicy} from "../../policy/index.ts";
import type {Study} from "../../study/index.ts";
import type {Stage} from "../stage.ts";

/** Desks of noise on which the pipeline without a leak must raise no alarm. */
const cleanDesks = 4;

/**
 * Tests the audit itself: each leak of the catalogue is switched on in a small pipeline of the real parts, on a desk of
 * noise, and must be caught by name; without one there must be no alarm.
 */
export function leakCatalogueStage({seed}: Pick<Study, "seed">): Stage {
  return {
    name: "leak-catalogue",
    label: "seed leaks, to test the audit",
    inputs: [],
    demonstration: true,
    files: [],
    code: [new URL(import.meta.url), learnerModule("ridge")],
    params: {seed, cleanDesks},
    async run(context) {
      const here = new URL(import.meta.url);
      const outcomes = await context.map(
        seedLeak,
        here,
        leaks.map(({id}): SeedItem => ({id, seed})),
      );
      const alarms = await context.map(
        alarmOnClean,
        here,
        Array.from({length: cleanDesks}, (_, k) => seed + 1 + k),
      );
      const caught = outcomes.filter((o) => o.caught);
      const missed = outcomes.filter((o) => !o.caught).map((o) => o.name);
      return {
        json: {"leaks.json": {outcomes, unseen: unseenLeaks}},
        origin: {simulated: true, description: "Desks of noise, made up to test the audit", files: []},
        findings: [
          {
            id: "leaks.caught",
            label: "Seeded leaks caught and named",
            value: caught.length,
            unit: "count",
            n: outcomes.length,
            of: "seeded leaks",
            method:
              "One leak at a time in a small pipeline of the real parts; caught if the right check names its place.",
            artifact: "leaks.json",
            ...(missed.length > 0 ? {note: `Missed: ${missed.join(", ")}.`} : {}),
          },
          {
            id: "leaks.seeded",
            label: "Leaks in the catalogue",
            value: outcomes.length,
            unit: "count",
            n: outcomes.length,
            of: "seeded leaks",
            method: "Leaks that are switched on, each in a pipeline of its own.",
            artifact: "leaks.json",
          },
          {
            id: "leaks.false_alarms",
            label: "Alarms in pipelines without a leak",
            value: alarms.filter((a) => a !== null).length,
            unit: "count",
            n: cleanDesks,
            of: "desks of noise",
            method: "The same pipeline with nothing switched on, each time on another desk.",
            artifact: "leaks.json",
          },
          {
            id: "leaks.clean_desks",
            label: "Pipelines without a leak that were audited",
            value: cleanDesks,
            unit: "count",
            n: cleanDesks,
            of: "desks of noise",
            method: "Desks of noise, each of its own seed.",
            artifact: "leaks.json",
          },
        ],
      };
    },
  };
}

interface SeedItem {
  readonly id: string;
  readonly seed: number;
}

/** Switches one leak on: a task for a worker. */
export function seedLeak({id, seed}: SeedItem): Promise<LeakOutcome> {
  return tryLeak(leaks.find((leak) => leak.id === id)!, fittedPolicy, seed);
}

/** Id of the first check that sees a leak where there is none; null, as it should be. */
export async function alarmOnClean(seed: number): Promise<string | null> {
  return (await falseAlarm(fittedPolicy, seed))?.id ?? null;
}

/** The fitted policy of a study, on the predictions of the small pipeline. */
export const fittedPolicy: ApplyPolicy = (inputs, {folds, days, gap}) =>
  applyPolicy({
    signal: {name: "ridge", label: "Ridge regression", kind: "net", level: null, outcome: null, source: "trained"},
    rows: {...inputs, fold: Int32Array.from(inputs.day, (d) => foldOf(folds, d))},
    spec: {kind: "fitted", avoid: 0, reduce: 0.5, amplify: null},
    folds,
    days,
    gap,
  }).multiplier;

function foldOf(folds: Parameters<ApplyPolicy>[1]["folds"], day: number): number {
  return folds.find(({test}) => test.start <= day && day < test.end)?.index ?? -1;
}
