import {nearest, type Study, StudyError} from "../study/index.ts";
import type {DeskOutline} from "./plan.ts";
import type {Signal} from "./types.ts";

/**
 * The signals of predictions.csv that are judged: those that the study names, or, where it says "auto", those recognised.
 * What the study leaves out (label, outcome) is taken from what was recognised.
 * @throws StudyError listing every named column that is not there, with the nearest one and all there are.
 */
export function givenSignals({signals}: Pick<Study, "signals">, {has, recognised}: DeskOutline): Signal[] {
  if (signals === "auto") return [...recognised.signals];
  const columns = [
    ...recognised.signals.map((s) => s.name),
    ...recognised.labels,
    ...recognised.unrecognised.map((u) => u.name),
  ];
  const problems: string[] = [];
  const demand = (where: string, name: string) => {
    if (columns.includes(name)) return;
    const hint = nearest(name, columns);
    problems.push(
      `  ${where}: predictions.csv has no column "${name}"${hint === undefined ? "" : `; did you mean "${hint}"?`}`,
    );
  };
  const found = signals.map(({name, label, kind, level, outcome}, k): Signal => {
    demand(`signals.${k}.name`, name);
    if (outcome !== undefined) demand(`signals.${k}.outcome`, outcome);
    const known = recognised.signals.find((s) => s.name === name && s.kind === kind);
    return {
      name,
      label: label ?? known?.label ?? name,
      kind,
      level: level ?? null,
      outcome: outcome ?? known?.outcome ?? null,
      source: "given",
    };
  });
  if (problems.length === 0) return found;
  const there = has.predictions
    ? `predictions.csv has: ${columns.join(", ")}`
    : 'There is no predictions.csv: add it to the folder, or set signals: "auto"';
  throw new StudyError(`${problems.join("\n")}\n  ${there}`);
}
