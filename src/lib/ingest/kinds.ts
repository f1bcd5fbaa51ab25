import {headerKey} from "./columns.ts";
import {DELIMITERS, MOST_COLUMNS, physicalLines, splitLine} from "./csv.ts";
import {looksLikePrediction} from "./signals.ts";
import type {FileKind, NamedText} from "./source.ts";
import {type FileSpec, SPECS} from "./specs.ts";

/** What a CSV file may hold by its header, and which columns say so. */
export interface KindCandidate {
  readonly kind: FileKind;
  readonly words: string;
}

/** Which of our own contracts the header of a file fits: all columns that a kind needs, and what tells it from the others. */
export function kindCandidates(file: Pick<NamedText, "text">): KindCandidate[] {
  const end = file.text.search(/[^\r\n][\r\n]/);
  const [line] = physicalLines(end < 0 ? file.text.slice(0, 100_000) : file.text.slice(0, end + 2));
  if (line === undefined || line.text.length > 100_000) return [];
  let best: KindCandidate[] = [];
  for (const delimiter of DELIMITERS) {
    const {fields} = splitLine(line, delimiter);
    if (fields === null || fields.length < 2 || fields.length > MOST_COLUMNS) continue;
    const found = KINDS.flatMap((kind) => fits(fields, SPECS[kind]));
    if (found.length > best.length) best = found;
  }
  return best;
}

const KINDS: readonly FileKind[] = ["daily", "predictions", "fills", "market", "interventions"];

function fits(header: readonly string[], spec: FileSpec): KindCandidate[] {
  const keys = header.map(headerKey);
  const has = (name: string) => {
    const column = spec.columns.find((c) => c.name === name)!;
    return [headerKey(column.name), ...column.aliases].map((key) => keys.indexOf(key)).find((index) => index >= 0);
  };
  const needed = spec.columns.filter((column) => column.required).map((column) => has(column.name));
  if (needed.some((index) => index === undefined)) return [];
  const telling = [...needed.map((index) => header[index!])];
  if (spec.kind === "market" && SPECS.daily.columns[0].aliases.concat("accountid").some((key) => keys.includes(key)))
    return [];
  if (spec.kind === "predictions") {
    const signal = header.find((name) => looksLikePrediction(name));
    if (signal === undefined) return [];
    telling.push(signal);
  }
  return [{kind: spec.kind, words: `its header has ${telling.join(", ")}`}];
}
