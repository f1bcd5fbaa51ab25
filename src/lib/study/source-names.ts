/** Exports of platforms and brokers that are recognised from their content, and that `--source` and `source.files` may name. */
export const sourceNames = [
  "propreports-summary",
  "propreports-fills",
  "propreports-trades",
  "das-executions",
  "tradervue",
  "metatrader5",
  "ib-flex",
  "tradenote",
] as const;
export type SourceName = (typeof sourceNames)[number];

/** What a CSV file in the desk's own form may hold. */
export const fileKinds = ["daily", "predictions", "fills", "market", "interventions"] as const;
