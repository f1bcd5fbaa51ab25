import {describe, expect, it} from "vitest";
import {inRunOrder, readersOf} from "../../src/lib/pipeline/order.ts";

const stage = (name: string, ...inputs: string[]) => ({name, inputs});
const names = (stages: readonly {name: string}[]) => stages.map(({name}) => name).join(" ");

describe("inRunOrder", () => {
  it("puts inputs before their readers, and otherwise keeps the order given", () => {
    expect(names(inRunOrder([stage("d", "b", "c"), stage("c", "a"), stage("b", "a"), stage("a"), stage("e")]))).toBe(
      "a b c d e",
    );
    expect(names(inRunOrder([stage("z"), stage("y"), stage("x", "z")]))).toBe("z y x");
    expect(inRunOrder([])).toEqual([]);
  });

  it("names the stages of a circle, a missing input, and a name used twice", () => {
    expect(() => inRunOrder([stage("s", "a"), stage("a", "b"), stage("b", "c"), stage("c", "a")])).toThrow(
      "in a circle: a ← b ← c ← a",
    );
    expect(() => inRunOrder([stage("a", "a")])).toThrow("in a circle: a ← a");
    expect(() => inRunOrder([stage("a"), stage("b", "x")])).toThrow(
      'stage "b" reads "x", which is not there; the stages are: a, b',
    );
    expect(() => inRunOrder([stage("a"), stage("a")])).toThrow('two stages are named "a"');
  });
});

describe("readersOf", () => {
  it("counts every stage that waits for one, once, however many ways lead to it", () => {
    // a diamond with a tail: a ← b, c ← d ← e, and f on its own
    const stages = [stage("a"), stage("b", "a"), stage("c", "a"), stage("d", "b", "c"), stage("e", "d"), stage("f")];
    expect(Object.fromEntries(readersOf(stages))).toEqual({a: 4, b: 2, c: 2, d: 1, e: 0, f: 0});
  });
});
