/** Desks that can be simulated, as a study writes them (`source.desk`); `simulate/scenario.ts` says what is true of each. */
export const deskNames = [
  "demo",
  "null",
  "helpful",
  "harmful",
  "confounded",
  "weak",
  "regime-shift",
  "spillover",
  "leaky",
  "tiny",
] as const;

export type DeskName = (typeof deskNames)[number];
