import {describe, expect, it} from "vitest";
import {dot, orthonormalBasis, residual, stream} from "../../src/lib/numeric/index.ts";

describe("orthonormalBasis", () => {
  it("spans the columns, leaves out combinations, and takes projections away", () => {
    const random = stream(4, "basis");
    const [a, b, y] = [0, 1, 2].map(() => Float64Array.from({length: 40}, () => random.normal()));
    const basis = orthonormalBasis([a, b, a.map((v, t) => 1e6 * v - b[t]), new Float64Array(40)]);
    expect(basis).toHaveLength(2);
    expect(dot(basis[0], basis[1])).toBeCloseTo(0, 14);
    expect(dot(basis[1], basis[1])).toBeCloseTo(1, 14);
    const rest = residual(y, basis);
    expect(dot(rest, a)).toBeCloseTo(0, 12);
    expect(dot(rest, b)).toBeCloseTo(0, 12);
  });
});
