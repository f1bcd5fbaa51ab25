import fc from "fast-check";
import {expect, it} from "vitest";
import {fromUnits, toUnits} from "../../../src/lib/ingest/pnl/decimal.ts";

/** Many are multiples of a power of ten, as money with few decimals is; some are beyond what a double holds. */
const units = fc
  .tuple(fc.bigInt({min: -(2n ** 80n), max: 2n ** 80n}), fc.nat(80), fc.nat(20))
  .map(([value, bits, zeros]) => (value >> BigInt(bits)) * 10n ** BigInt(zeros));

it("gives the double nearest to whole units, as the number's decimal text does", () => {
  fc.assert(
    fc.property(units, fc.nat(26), (value, scale) => {
      expect(fromUnits(value, scale)).toBe(value === 0n ? 0 : Number(`${value}e-${scale}`));
    }),
    {numRuns: 3000},
  );
});

it("takes back what it gave", () => {
  fc.assert(
    fc.property(fc.integer({min: -1e9, max: 1e9}), fc.nat(8), (whole, scale) => {
      expect(toUnits(fromUnits(BigInt(whole), scale), scale)).toBe(BigInt(whole));
    }),
  );
});
