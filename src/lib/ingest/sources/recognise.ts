import type {NamedText} from "../source.ts";
import {dasExecutions} from "./das-executions.ts";
import {ibFlex} from "./ib-flex.ts";
import {metatrader5} from "./metatrader5.ts";
import {propreportsFills} from "./propreports-fills.ts";
import {propreportsSummary} from "./propreports-summary.ts";
import {propreportsTrades} from "./propreports-trades.ts";
import {tradenote} from "./tradenote.ts";
import {tradervue} from "./tradervue.ts";
import type {SourceFormat, SourceId} from "./types.ts";

/** Every export that is recognised. */
export const SOURCES: readonly SourceFormat[] = [
  propreportsSummary,
  propreportsFills,
  propreportsTrades,
  dasExecutions,
  tradervue,
  metatrader5,
  ibFlex,
  tradenote,
];

export function sourceFormat(id: SourceId): SourceFormat {
  return SOURCES.find((source) => source.id === id)!;
}

/** What a file may be, and why. */
export interface Candidate {
  readonly id: SourceId;
  readonly label: string;
  readonly marks: number;
  readonly words: string;
}

/** The exports that a file may be by its content, the one with most telling marks first; its name is not looked at. */
export function recogniseSource(file: NamedText): Candidate[] {
  return SOURCES.flatMap((source) => {
    const evidence = source.recognise(file);
    return evidence === null ? [] : [{id: source.id, label: source.label, ...evidence}];
  }).sort((a, b) => b.marks - a.marks || (a.id < b.id ? -1 : 1));
}
