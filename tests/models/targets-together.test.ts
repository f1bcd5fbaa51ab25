import {describe, expect, it} from "vitest";
import {learner as elasticNet} from "../../src/lib/models/elastic-net.ts";
import type {Design} from "../../src/lib/models/index.ts";
import type {TargetsTogether} from "../../src/lib/models/learner.ts";
import {learner as ridge} from "../../src/lib/models/ridge.ts";
import {stream} from "../../src/lib/numeric/index.ts";

const rows = 400;
const random = stream(3, "targets together");
const draw = () => Float64Array.from({length: rows}, () => random.normal());
const [a, b, c] = [draw(), draw(), draw()];
const holes = b.map((v, i) => (i % 7 === 2 ? Number.NaN : v));
const level = Float64Array.from({length: rows}, (_, i) => (i % 11 === 5 ? Number.NaN : i % 3));
const x: Design = {
  ...{rows, names: ["a", "b", "c", "level"], columns: [a, holes, c, level]},
  levels: {level: ["one", "two", "three"]},
};
const days = Int32Array.from({length: rows}, (_, i) => Math.floor(i / 4));
const targets = [
  a.map((v, i) => 2 * v - c[i] + random.normal()),
  c.map((v, i) => (v + b[i] > 0.4 ? 1 : 0)),
  new Float64Array(rows).fill(3),
];

describe.each([ridge, elasticNet])("targets fitted together by $name", (learner) => {
  const one = (y: Float64Array, design: Design, together?: TargetsTogether, settings?: {penalty: number}) =>
    learner.fit(design, y, {random, days, together, settings}).toJSON();

  it("are what each by itself is, to the last bit", () => {
    const together: TargetsTogether = {targets};
    for (const y of [...targets, ...targets]) expect(one(y, x, together)).toEqual(one(y, x));
    expect(one(targets[0], x, together, {penalty: 0.2})).toEqual(one(targets[0], x, undefined, {penalty: 0.2}));
  });

  it("share what the design alone decides, but with no other design and no other target", () => {
    const together: TargetsTogether = {targets};
    one(targets[0], x, together);
    const left = together.grams;
    expect(left).toBeDefined();
    one(targets[1], x, together);
    expect(together.grams).toBe(left);
    const other = {...x, columns: [b, holes, c, level]};
    expect(one(targets[1], other, together)).toEqual(one(targets[1], other));
    const stranger = targets[0].map((v) => v * v);
    expect(one(stranger, x, together)).toEqual(one(stranger, x));
  });
});
