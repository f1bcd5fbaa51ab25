import {PipelineError} from "./errors.ts";

/**
 * Puts stages in an order in which every input comes before its readers; otherwise the order given is kept.
 * @throws PipelineError naming stages that share a name, read one that is not there, or read each other in a circle.
 */
export function inRunOrder<S extends {readonly name: string; readonly inputs: readonly string[]}>(
  stages: readonly S[],
): S[] {
  const byName = new Map<string, S>();
  for (const stage of stages) {
    if (byName.has(stage.name)) throw new PipelineError(`two stages are named "${stage.name}"; give one another name`);
    byName.set(stage.name, stage);
  }
  const ordered: S[] = [];
  const placed = new Set<S>();
  const trail: string[] = [];
  const place = (stage: S) => {
    if (placed.has(stage)) return;
    if (trail.includes(stage.name)) {
      const circle = [...trail.slice(trail.indexOf(stage.name)), stage.name];
      throw new PipelineError(`stages read each other in a circle: ${circle.join(" ← ")}`);
    }
    trail.push(stage.name);
    for (const name of stage.inputs) {
      const input = byName.get(name);
      if (input === undefined)
        throw new PipelineError(
          `stage "${stage.name}" reads "${name}", which is not there; the stages are: ${[...byName.keys()].join(", ")}`,
        );
      place(input);
    }
    trail.pop();
    placed.add(stage);
    ordered.push(stage);
  };
  for (const stage of stages) place(stage);
  return ordered;
}
