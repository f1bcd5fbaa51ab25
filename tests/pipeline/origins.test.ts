import {describe, expect, it} from "vitest";
import {settleOrigin} from "../../src/lib/pipeline/origins.ts";
import {simulated} from "./project.ts";

const file = {name: "daily.csv", sha256: "abc", bytes: 1};
const real = {simulated: false, description: "1 file", files: [{name: "daily.csv", sha256: "abc"}]};

describe("settleOrigin", () => {
  it("takes an origin where data enter", () => {
    expect(settleOrigin(simulated, [], [])).toEqual(simulated);
    expect(settleOrigin(real, [], [file])).toEqual(real);
  });

  it("carries the inputs' origins on: one simulated input marks the result", () => {
    expect(settleOrigin(undefined, [{origin: real}, {origin: simulated}], [])).toEqual({
      simulated: true,
      description: "1 file; Simulated desk, seed 1",
      files: real.files,
    });
    expect(settleOrigin(undefined, [{origin: real}], [file]).simulated).toBe(false);
  });

  it("cannot be talked out of it", () => {
    expect(() => settleOrigin(real, [{origin: simulated}], [])).toThrow("it returns an origin, but it has inputs");
    expect(() => settleOrigin(undefined, [], [])).toThrow("it must return their origin");
    expect(() => settleOrigin(real, [], [])).toThrow("not simulated, but it declares no file");
    expect(() => settleOrigin({...real, simulated: undefined as never}, [], [file])).toThrow("must have simulated");
    expect(() => settleOrigin({...real, description: ""}, [], [file])).toThrow("a description");
    expect(() => settleOrigin(real, [], [{...file, sha256: "def"}])).toThrow("another hash for daily.csv");
  });
});
