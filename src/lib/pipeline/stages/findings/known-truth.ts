import type {KnownTruthMethod, KnownTruthReport, KnownTruthWorld} from "../../../robustness/index.ts";
import type {FindingDraft} from "../../../study/index.ts";

const artifact = "known-truth.json";

/** What each method did on twins whose truth is known: its status, and per kind of twin bias, coverage, and how often it sees an effect. */
export function knownTruthFindings({methods, level}: KnownTruthReport): FindingDraft[] {
  return methods.flatMap((method) => {
    const id = `known_truth.${method.design}`;
    return [
      {
        id: `${id}.status`,
        label: `${method.label}: would it have found the truth here?`,
        value: method.status,
        unit: "text" as const,
        n: (method.null?.draws ?? 0) + (method.effect?.draws ?? 0),
        of: "twins",
        method: `Misses of ${percent(level)} intervals on simulated twins of the desk, by an exact binomial test; bias by Student's t.`,
        artifact,
        note: method.why,
      },
      ...(method.null === null ? [] : worldFindings(method, `${id}.null`, method.null, "without an effect")),
      ...(method.effect === null
        ? []
        : worldFindings(method, `${id}.effect`, method.effect, "with the estimated effect")),
      ...(method.null === null
        ? []
        : [
            share(
              `${id}.false_positives`,
              `${method.label}: sees an effect where there is none`,
              method.null.falsePositives,
              method.null,
            ),
          ]),
      ...(method.effect === null
        ? []
        : [share(`${id}.power`, `${method.label}: sees the estimated effect`, method.effect.power, method.effect)]),
    ];
  });
}

function worldFindings({label}: KnownTruthMethod, id: string, world: KnownTruthWorld, where: string): FindingDraft[] {
  return [
    {
      ...share(`${id}.coverage`, `${label}: intervals that held the truth, ${where}`, world.coverage, world),
      interval: world.coverageInterval,
      level: 0.95,
      method: "Share of simulated twins; exact interval (Clopper and Pearson 1934).",
    },
    {
      id: `${id}.bias`,
      label: `${label}: mean error in standard errors, ${where}`,
      value: world.biasInStandardErrors,
      unit: "ratio",
      n: world.draws,
      of: "twins",
      method: `Mean of estimate less truth over its standard deviation; Monte-Carlo error ${world.biasInStandardErrorsError.toFixed(2)}.`,
      artifact,
    },
  ];
}

function share(id: string, label: string, value: number, {draws}: KnownTruthWorld): FindingDraft {
  const method = "Share of simulated twins on which the interval excludes zero.";
  return {id, label, value, unit: "share", n: draws, of: "twins", method, artifact};
}

function percent(level: number): string {
  return `${Number((100 * level).toFixed(1))} %`;
}
