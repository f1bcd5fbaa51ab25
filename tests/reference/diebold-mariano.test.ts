import {describe, expect, it} from "vitest";
import {type DieboldMarianoOptions, dieboldMariano} from "../../src/lib/evaluate/index.ts";
import {data, expected, hasReference} from "./reference.ts";

interface Peer {
  readonly statistic: number;
  readonly p_value: number;
}

describe.skipIf(!hasReference)("Diebold-Mariano: R forecast::dm.test 8.20", () => {
  const lossDifference = (a: Float64Array, b: Float64Array, power: 1 | 2) =>
    a.map((x, t) => (power === 2 ? x * x - b[t] * b[t] : Math.abs(x) - Math.abs(b[t])));
  const cases: [string, "lynx" | "sim", 1 | 2, DieboldMarianoOptions, "p" | "pLess" | "pGreater"][] = [
    ["lynx_h1", "lynx", 2, {}, "p"],
    ["lynx_h1_less", "lynx", 2, {}, "pLess"],
    ["lynx_h1_greater", "lynx", 2, {}, "pGreater"],
    ["lynx_h1_power1", "lynx", 1, {}, "p"],
    ["sim_h1", "sim", 2, {}, "p"],
    ["sim_h3_acf", "sim", 2, {horizon: 3}, "p"],
    ["sim_h3_bartlett", "sim", 2, {horizon: 3, variance: "bartlett"}, "p"],
    ["sim_h3_power1", "sim", 1, {horizon: 3}, "p"],
    ["sim_h5_less", "sim", 2, {horizon: 5}, "pLess"],
  ];
  it.each(cases)("%s", (name, set, power, options, tail) => {
    const {peer} = expected<{peer: Record<string, Peer>}>("dm_test");
    const columns = data(set === "lynx" ? "dm_lynx_errors" : "dm_simulated_ma2_errors");
    const [a, b] = set === "lynx" ? [columns.e_ets, columns.e_arima] : [columns.e1, columns.e2];
    const test = dieboldMariano(lossDifference(a, b, power), options)!;
    expect(Math.abs(test.statistic / peer[name].statistic - 1)).toBeLessThan(1e-7);
    expect(Math.abs(test[tail] / peer[name].p_value - 1)).toBeLessThan(1e-7);
  });
});
