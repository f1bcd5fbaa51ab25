import {describe, expect, it} from "vitest";
import {float64, table} from "../../../src/lib/numeric/index.ts";
import {exhibitDesk, explainable} from "../../../src/lib/verdict/autopsy/exhibit-desk.ts";
import {accuracyAgainstHalf} from "../../../src/lib/verdict/autopsy/exhibits/accuracy-against-half.ts";
import {twiceCounted} from "../../../src/lib/verdict/autopsy/exhibits/double-count.ts";
import {forecastTotal} from "../../../src/lib/verdict/autopsy/exhibits/forecast-total.ts";
import {sharedScript} from "../../../src/lib/verdict/autopsy/exhibits/ids-and-secrets.ts";
import {
  scaledByAllRows,
  thresholdInHindsight,
  withSameDay,
} from "../../../src/lib/verdict/autopsy/exhibits/look-ahead.ts";
import {valueAdded} from "../../../src/lib/verdict/autopsy/exhibits/loser-as-skill.ts";
import {inWords} from "../../../src/lib/verdict/autopsy/exhibits/moderate-words.ts";
import {effectOfPrediction} from "../../../src/lib/verdict/autopsy/exhibits/treatment-by-prediction.ts";
import {firstReport, secondReport} from "../../../src/lib/verdict/autopsy/exhibits/two-verdicts.ts";
import {say} from "../../../src/lib/verdict/autopsy/statement.ts";
import {halveLowest} from "../../../src/lib/verdict/autopsy/walk-forward.ts";

const f = (...values: number[]) => Float64Array.from(values);

/** The re-enactments are what they claim to be: on numbers that one can add up by hand. */
describe("the old methods", () => {
  it("adds up forecasts and takes off results", () => {
    expect(forecastTotal({value: f(1, 2, 3), net: f(10, -5, 1)})).toBe(0);
    expect(forecastTotal({value: f(4, 4), net: f(-1, 0)})).toBe(9);
  });

  it("counts a skipped loss of 7 as 14", () => {
    expect(twiceCounted({net: f(5, -7, 2), multiplier: f(1, 0, 1)})).toBe(14);
  });

  it("calls what a cut avoided its value", () => {
    expect(valueAdded(f(-10, -20, 4), f(0.5, 1, 0.5))).toBe(3);
  });

  it("takes days with a good prediction for treated days", () => {
    expect(effectOfPrediction({value: f(1, 1, -1, -1), net: f(10, 20, 1, 3)})).toBe(13);
  });

  it("holds accuracy against one half, by the normal approximation", () => {
    const {rate, p} = accuracyAgainstHalf(f(1, 1, 1, -1), f(1, 1, -1, -1));
    expect(rate).toBe(0.75);
    expect(p).toBeCloseTo(0.3173105, 6); // two-sided, z = 1
  });

  it("has a word for every number", () => {
    expect([0.5, 0.05, 0, -1].map(inWords)).toEqual(["strong", "moderate", "emerging", "emerging"]);
  });

  it("decides twice, by two rules", () => {
    const rows = {value: f(-1, -1, 1, 1), net: f(-3, 1, -1, 2)};
    expect(firstReport(rows)).toBe("deploy");
    expect(secondReport({value: f(1, 1, 1), net: f(1, 1, -1)})).toBe("do not deploy");
    expect(secondReport({value: f(1, 1, -1), net: f(1, 1, -1)})).toBe("deploy");
  });

  it("picks the cut-off that was best in hindsight", () => {
    // halving the two highest scores gains 0.5 · (10 − 2); the highest alone 0.5 · 10, which is more
    expect([...thresholdInHindsight({value: f(0.9, 0.5, 0.1), net: f(-10, 2, 5)})]).toEqual([0.5, 1, 1]);
    expect([...thresholdInHindsight({value: f(0.9, 0.5), net: f(1, 2)})]).toEqual([1, 1]);
  });

  it("counts the day itself among recent days, and scales by all rows", () => {
    const panel = table({trader: Int32Array.of(0, 0, 1), day: Int32Array.of(0, 1, 0), net: f(2, 4, 9), x: f(1, 3, 5)});
    expect([...float64(withSameDay(panel), "recent_mean")]).toEqual([2, 3, 9]);
    const scaled = float64(scaledByAllRows(panel), "x");
    expect(scaled[1]).toBe(0);
    expect(scaled[2]).toBeCloseTo(2 / Math.sqrt(8 / 3), 12);
  });

  it("plants what it says it plants", () => {
    const made = exhibitDesk({desk: "tiny", seed: 1, traders: 8}, ["net_lag1"]);
    const {text, credentials, ids} = sharedScript(made);
    expect(credentials).toBe(4);
    const names = made.desk.accounts.filter((account) => text.includes(`"${account}"`));
    expect(names).toHaveLength(ids);
    expect(sharedScript(made).text).toBe(text);
  });
});

describe("what the exhibits share", () => {
  it("halves the lowest share of predictions", () => {
    expect([...halveLowest(f(5, 1, 4, 2, 3), 0.25)]).toEqual([1, 0.5, 1, 0.5, 1]);
  });

  it("explains the variance of the expectation", () => {
    expect(explainable(f(-2, 2, -2, 2), f(-1, 1, -1, 1))).toBe(0.25);
    expect(explainable(f(-2, 2), f(0, 0))).toBe(0);
  });

  it("keeps words and figures of a sentence apart", () => {
    const figure = {id: "autopsy.x.old.n", label: "n", value: 1, unit: "count", n: null, method: "counted"} as const;
    expect(say`It is ${figure}.`).toEqual({parts: ["It is ", {figure: figure.id}, "."], figures: [figure]});
    expect(say`${figure}`.parts).toEqual([{figure: figure.id}]);
  });

  it("reads a desk as files are read, to the same tables", () => {
    const options = {desk: "tiny", seed: 2} as const;
    const [direct, read] = [exhibitDesk(options), exhibitDesk(options, undefined, true)];
    expect(read.panel).toEqual(direct.panel);
    expect(read.desk.quality.files.length).toBeGreaterThan(0);
  });
});
