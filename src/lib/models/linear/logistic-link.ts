/** 1 / (1 + e^−margin), without overflow and without losing the digits of small probabilities. */
export function logistic(margin: number): number {
  if (margin >= 0) return 1 / (1 + Math.exp(-margin));
  const odds = Math.exp(margin);
  return odds / (1 + odds);
}

/** log(1 + e^margin), without overflow. */
export function softplus(margin: number): number {
  return margin > 0 ? margin + Math.log1p(Math.exp(-margin)) : Math.log1p(Math.exp(margin));
}

/** Log-odds of a probability; those within 1e-12 of 0 or 1 are taken as that far from it. */
export function logOdds(p: number): number {
  const inside = Math.min(1 - 1e-12, Math.max(1e-12, p));
  return Math.log(inside) - Math.log1p(-inside);
}
