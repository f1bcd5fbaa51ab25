import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {canonicalJson, parseJson} from "../../src/lib/pipeline/canonical-json.ts";

describe("canonicalJson", () => {
  it("sorts keys by code point at every level, integer-like keys too", () => {
    const value = {b: 1, "10": 2, "9": 3, a: {z: 1, é: 2, Z: 3}, B: 4, "-1": 5};
    expect(canonicalJson(value, {indent: 0})).toBe(
      '{"-1":5,"10":2,"9":3,"B":4,"a":{"Z":3,"z":1,"é":2},"b":1}\n', // "-" < "1" < "9" < "B" < "a" < "b"; "Z" < "z" < "é"
    );
  });

  it("indents by two spaces, as JSON.stringify does where keys are sorted already", () => {
    const value = {a: [1, [], {}, ["x"]], b: {c: null, d: [{e: true}]}};
    expect(canonicalJson(value)).toBe(`${JSON.stringify(value, null, 2)}\n`);
  });

  it("writes -0 as 0, leaves undefined properties out, and writes typed arrays as arrays", () => {
    const value = {a: -0, b: undefined, c: Float64Array.of(0.1, -0), d: Int32Array.of(3)};
    expect(canonicalJson(value, {indent: 0})).toBe('{"a":0,"c":[0.1,0],"d":[3]}\n');
  });

  it("uses toJSON, and gives the same text for the same value whatever the order of its keys", () => {
    expect(canonicalJson({m: {toJSON: () => ({w: [1]})}}, {indent: 0})).toBe('{"m":{"w":[1]}}\n');
    expect(canonicalJson({x: 1, y: 2})).toBe(canonicalJson({y: 2, x: 1}));
  });

  it("is idempotent, and parses back to the value", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value);
        const back = parseJson<unknown>(text, "text");
        expect(canonicalJson(back)).toBe(text);
        expect(back).toEqual(JSON.parse(JSON.stringify(value, (_, v) => (Object.is(v, -0) ? 0 : v))));
        expect(parseJson(canonicalJson(value, {indent: 0}), "text")).toEqual(back);
      }),
    );
  });

  it.each([
    [{skill: {signals: [{r2: Number.NaN}]}}, "$.skill.signals[0].r2: NaN is not a JSON number"],
    [{"a b": [Number.POSITIVE_INFINITY]}, '$["a b"][0]: Infinity is not'],
    [Float64Array.of(1, Number.NEGATIVE_INFINITY), "$[1]: -Infinity is not"],
    [[undefined], "$[0]: undefined cannot be written"],
    [undefined, "$: undefined cannot be written"],
    [{f: () => 1}, "$.f: a function cannot"],
    [{n: 1n}, "$.n: the bigint 1 cannot"],
    [{m: new Map()}, "$.m: a Map cannot"],
    [{s: new Set()}, "$.s: a Set cannot"],
  ])("names the path of what JSON cannot hold: %o", (value, message) => {
    expect(() => canonicalJson(value)).toThrow(message);
  });

  it("refuses a value that contains itself, but not one that is used twice", () => {
    const circle: Record<string, unknown> = {};
    circle.self = {circle};
    expect(() => canonicalJson(circle)).toThrow("$.self.circle: the value contains itself");
    const shared = {x: 1};
    expect(canonicalJson([shared, shared], {indent: 0})).toBe('[{"x":1},{"x":1}]\n');
  });
});

describe("parseJson", () => {
  it("says what is not JSON", () => {
    expect(() => parseJson("{", "run.json")).toThrow(/^run\.json is not JSON: /);
  });
});
