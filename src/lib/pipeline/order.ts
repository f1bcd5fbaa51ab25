import {PipelineError} from "./errors.ts";

/**
 * Puts stages in an order in which every input comes before its readers; otherwise the order given is kept.
 * @throws PipelineError naming stages that share a name, read one that is not there, read each other in a circle, or where a
 *   demonstration is read, or reads.
 */
export function inRunOrder<
  S extends {readonly name: string; readonly inputs: readonly string[]; readonly demonstration?: true},
>(stages: readonly S[]): S[] {
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
    if (stage.demonstration && stage.inputs.length > 0)
      throw new PipelineError(`stage "${stage.name}" is a demonstration; it must not read ${stage.inputs.join(", ")}`);
    trail.push(stage.name);
    for (const name of stage.inputs) {
      const input = byName.get(name);
      if (input === undefined)
        throw new PipelineError(
          `stage "${stage.name}" reads "${name}", which is not there; the stages are: ${[...byName.keys()].join(", ")}`,
        );
      if (input.demonstration)
        throw new PipelineError(
          `stage "${stage.name}" reads "${name}", whose desks are made up to demonstrate something: nothing of a study may rest on it`,
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

/**
 * How many stages cannot begin before each has ended: those that read it, and those that read them.
 * @param ordered every stage after those it reads, as `inRunOrder` puts them.
 */
export function readersOf(
  ordered: readonly {readonly name: string; readonly inputs: readonly string[]}[],
): Map<string, number> {
  const waiting = new Map(ordered.map(({name}) => [name, new Set<string>()]));
  for (const {name, inputs} of [...ordered].reverse())
    for (const input of inputs) {
      const of = waiting.get(input)!;
      of.add(name);
      for (const later of waiting.get(name)!) of.add(later);
    }
  return new Map([...waiting].map(([name, of]) => [name, of.size]));
}
