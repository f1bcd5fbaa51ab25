/** The designs, in the order in which a page shows them. A file of that name holds each. */
export const designNames = [
  "partially-linear",
  "interactive-ate",
  "interactive-att",
  "multi-valued",
  "by-trader",
  "discontinuity",
  "off-policy",
  "staggered-did",
  "synthetic-control",
  "synthetic-did",
  "interrupted",
] as const;

export type DesignName = (typeof designNames)[number];
