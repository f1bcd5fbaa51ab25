/**
 * 1 where P&L is strictly below the value at risk (on the scale of P&L: a loss is negative), else 0.
 * @throws RangeError where the lengths differ or a value is not finite.
 */
export function breachesOf(net: ArrayLike<number>, valueAtRisk: ArrayLike<number>): Uint8Array {
  if (net.length !== valueAtRisk.length)
    throw new RangeError(`invalid value at risk; ${valueAtRisk.length} values for ${net.length} days`);
  return Uint8Array.from({length: net.length}, (_, t) => {
    if (!(Number.isFinite(net[t]) && Number.isFinite(valueAtRisk[t])))
      throw new RangeError(`invalid day ${t}; P&L ${net[t]}, value at risk ${valueAtRisk[t]}: leave such days out`);
    return net[t] < valueAtRisk[t] ? 1 : 0;
  });
}

/** @throws RangeError unless every value is 0 or 1. */
export function checkBreaches(breach: ArrayLike<number>): void {
  for (let t = 0; t < breach.length; t++)
    if (breach[t] !== 0 && breach[t] !== 1)
      throw new RangeError(`invalid breach of day ${t}; neither 0 nor 1: ${breach[t]}`);
}
