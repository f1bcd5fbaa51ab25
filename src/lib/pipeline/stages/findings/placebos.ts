import type {Placebo, PlaceboReport} from "../../../robustness/index.ts";
import type {FindingDraft} from "../../../study/index.ts";

const artifact = "placebos.json";

/** The p-value of each placebo, what it found where nothing was drawn, and how many spoke up. */
export function placeboFindings({placebos}: PlaceboReport): FindingDraft[] {
  const run = placebos.filter((p) => p.status !== "not run");
  const count = (id: string, label: string, value: number, method: string): FindingDraft => ({
    id: `placebo.${id}`,
    label,
    value,
    unit: "count",
    n: placebos.length,
    of: "placebos",
    method,
    artifact,
  });
  return [
    count("run", "Placebos that could be made", run.length, "Those that the data permit."),
    count(
      "alarms",
      "Placebos that spoke up",
      run.filter((p) => p.status === "alarm").length,
      "Placebos among which a claimed effect does not stand out, or that find an effect where there can be none.",
    ),
    ...placebos.flatMap(findingsOf),
  ];
}

function findingsOf({
  id,
  title,
  p,
  draws,
  method,
  happened,
  observed,
  interval,
  unit,
  status,
}: Placebo): FindingDraft[] {
  const p0: FindingDraft = {
    id: `placebo.${id}.p`,
    label: `Placebo: ${title.charAt(0).toLowerCase()}${title.slice(1)}`,
    value: p,
    unit: "p-value",
    n: status === "not run" ? null : draws,
    of: "draws",
    method: method === "" ? "Not made." : `${method}.`,
    artifact,
    ...(status === "not run" ? {note: happened} : {}),
  };
  if (interval === undefined || observed === null) return [p0];
  return [
    {...p0, n: null},
    {
      id: `placebo.${id}.effect`,
      label: `What was found: ${title.charAt(0).toLowerCase()}${title.slice(1)}`,
      value: observed,
      unit,
      interval,
      level: 0.95,
      n: null,
      method: `${method}.`,
      artifact,
    },
  ];
}
