/**
 * Causal designs that a study may declare as the one that decides (`gates.design`): those that say what a limit did to a day. How hard
 * a limit was and what another policy would be worth are other questions. Held to the designs there are by a test.
 */
export const primaryDesigns = [
  "partially-linear",
  "interactive-ate",
  "interactive-att",
  "by-trader",
  "discontinuity",
  "staggered-did",
  "synthetic-control",
  "synthetic-did",
  "interrupted",
] as const;
export type PrimaryDesign = (typeof primaryDesigns)[number];
