/**
 * P(X = x), x = 0 … n, of a binomial with `n` trials of probability `p`, by recursion from the mode outwards and then
 * scaled to sum to 1: relative error of a few units in the last place for any n, without a factorial. Tails that are too
 * small for a double are 0.
 * @throws RangeError if n is not a whole number, 0 or more, or p not in [0, 1].
 */
export function binomialProbabilities(n: number, p: number): Float64Array {
  if (!(Number.isInteger(n) && n >= 0)) throw new RangeError(`invalid n; not a whole number, 0 or more: ${n}`);
  if (!(p >= 0 && p <= 1)) throw new RangeError(`invalid p; not in [0, 1]: ${p}`);
  const probability = new Float64Array(n + 1);
  const mode = Math.min(n, Math.floor((n + 1) * p));
  probability[mode] = 1;
  for (let x = mode; x > 0; x--) probability[x - 1] = (probability[x] * x * (1 - p)) / ((n - x + 1) * p);
  for (let x = mode; x < n; x++) probability[x + 1] = (probability[x] * (n - x) * p) / ((x + 1) * (1 - p));
  // smallest first on either side, so that the total keeps its digits
  let total = 0;
  for (let x = 0; x < mode; x++) total += probability[x];
  let above = 0;
  for (let x = n; x > mode; x--) above += probability[x];
  total += 1 + above;
  for (let x = 0; x <= n; x++) probability[x] /= total;
  return probability;
}
