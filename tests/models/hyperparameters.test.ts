import {describe, expect, it} from "vitest";
import {type Hyperparameter, resolveSettings} from "../../src/lib/models/index.ts";

const parameters: Hyperparameter[] = [
  {kind: "integer", name: "depth", description: "", low: 0, high: 30, default: 6},
  {kind: "real", name: "rate", description: "", low: 0, high: 1, default: 0.1},
  {kind: "choice", name: "kind", description: "", options: ["slow", "fast"], default: "slow"},
];

describe("settings", () => {
  it("are the defaults, with what is given in their place, in the declared order", () => {
    expect(resolveSettings("x", parameters)).toEqual({depth: 6, rate: 0.1, kind: "slow"});
    const all = resolveSettings("x", parameters, {kind: "fast", depth: 0});
    expect(Object.entries(all)).toEqual([
      ["depth", 0],
      ["rate", 0.1],
      ["kind", "fast"],
    ]);
  });

  it("may lie on the ends of their range", () => {
    expect(resolveSettings("x", parameters, {depth: 30, rate: 1})).toMatchObject({depth: 30, rate: 1});
    expect(resolveSettings("x", parameters, {depth: 0, rate: 0})).toMatchObject({depth: 0, rate: 0});
  });

  it("that are not there or out of range: an error that states what there is, and the range", () => {
    const attempt = (given: Record<string, number | string>) => () => resolveSettings("x", parameters, given);
    expect(attempt({leaves: 3})).toThrow('invalid setting of x; there is no "leaves", there are: depth, rate, kind');
    expect(() => resolveSettings("y", [], {leaves: 3})).toThrow('there is no "leaves", there are: none');
    expect(attempt({depth: 31})).toThrow("invalid depth of x; not a whole number from 0 to 30: 31");
    expect(attempt({depth: 1.5})).toThrow("not a whole number from 0 to 30: 1.5");
    expect(attempt({rate: Number.NaN})).toThrow("invalid rate of x; not a number from 0 to 1: NaN");
    expect(attempt({rate: "0.5"})).toThrow("not a number from 0 to 1: 0.5");
    expect(attempt({kind: "quick"})).toThrow("invalid kind of x; not one of slow, fast: quick");
    expect(attempt({kind: 1})).toThrow("not one of slow, fast: 1");
    expect(attempt({toString: 1})).toThrow('there is no "toString"');
  });
});
