import {describe, expect, it} from "vitest";
import {parseOptions, UsageError} from "../../src/lib/commands/options.ts";

const all = ["study", "data", "out", "store", "workers", "port"] as const;

describe("parseOptions", () => {
  it("reads what it is given", () => {
    const options = parseOptions(["--data", "desk", "--workers=2", "--port", "8080"], all);
    expect({...options}).toEqual({data: "desk", workers: 2, port: 8080});
    expect({...parseOptions([], all)}).toEqual({});
  });

  it("names an unknown option and lists those there are", () => {
    expect(() => parseOptions(["--dta", "x"], ["data", "out"])).toThrow(/'--dta'[\s\S]*--data DIR[\s\S]*--out DIR/);
    expect(() => parseOptions(["x"], [])).toThrow("It takes no options.");
  });

  it("refuses what cannot be meant", () => {
    for (const bad of [
      ["--workers", "two"],
      ["--workers", "-1"],
      ["--workers", "1000"],
      ["--port", "70000"],
      ["--data", " "],
      ["--data"],
      ["--study", "a.ts", "--data", "b"],
    ])
      expect(() => parseOptions(bad, all), bad.join(" ")).toThrow(UsageError);
    expect(() => parseOptions(["--workers", "1.5"], all)).toThrow("--workers 1.5: not a whole number from 0 to 256.");
  });
});
