import type {FindingDraft, Origin} from "../../study/index.ts";

/** The failures of DESIGN.md's table, in its order. */
export const exhibitIds = [
  "demo-as-portfolio",
  "literal-results",
  "forecast-total",
  "double-count",
  "loser-as-skill",
  "look-ahead",
  "shuffled-folds",
  "treatment-by-prediction",
  "accuracy-against-half",
  "moderate-words",
  "two-verdicts",
  "ids-and-secrets",
] as const;
export type ExhibitId = (typeof exhibitIds)[number];

/** A number of an exhibit: a finding but for its artifact, which is the autopsy itself. Ids begin "autopsy.<exhibit>.". */
export type Figure = Omit<FindingDraft, "artifact">;

/** A sentence with numbers in it: words, and figures by id. No number stands in the words. */
export interface Statement {
  readonly parts: readonly (string | {readonly figure: string})[];
  readonly figures: readonly Figure[];
}

/** One failure, rebuilt on desks whose truth is known. */
export interface Exhibit {
  readonly id: ExhibitId;
  /** The failure in a few words. */
  readonly title: string;
  /** What went wrong, as a reader would be told. */
  readonly failure: string;
  /** The simulated desks, with seeds. */
  readonly desks: readonly string[];
  /** Merged origins of those desks: always simulated. */
  readonly origin: Origin;
  /** What the old report would have said: computed by its method, re-enacted. */
  readonly old: Statement;
  /** What is true, from the simulator. */
  readonly truth: Statement;
  /** What Proofbook says of the same desk, from the functions that every study goes through. */
  readonly proofbook: Statement;
  /** Why it cannot happen here: the mechanism, the page that shows it, and the test that holds it. */
  readonly impossible: {readonly words: string; readonly page: string; readonly test: string};
}

/** `autopsy.json` */
export interface AutopsyReport {
  readonly exhibits: readonly (Omit<Exhibit, "old" | "truth" | "proofbook"> & {
    readonly old: Statement["parts"];
    readonly truth: Statement["parts"];
    readonly proofbook: Statement["parts"];
    readonly figures: readonly Pick<Figure, "id" | "value" | "interval">[];
  })[];
  readonly level: number;
}
