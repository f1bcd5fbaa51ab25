import {existsSync, readFileSync} from "node:fs";
import {fileURLToPath} from "node:url";
import {describe, expect, it} from "vitest";
import type {Signal} from "../../src/lib/evaluate/index.ts";
import {assessSignal} from "../../src/lib/evaluate/index.ts";
import {applyPolicy, impactOf, sweep} from "../../src/lib/policy/index.ts";

const folder = fileURLToPath(new URL("../../../shared/real/desk-2025", import.meta.url));
const present = existsSync(folder);
if (!present) console.warn(`SKIPPED: the real desk's facts need the folder ${folder}, which is not there`);

function read(name: string): Record<string, string>[] {
  const [head, ...lines] = readFileSync(`${folder}/${name}`, "utf8").trim().split(/\r?\n/);
  return lines.map((line) => Object.fromEntries(line.split(",").map((cell, j) => [head.split(",")[j], cell])));
}

/** Facts stated in the desk's README: its source computed them. */
describe.skipIf(!present)("desk-2025", () => {
  const daily = present ? read("daily.csv") : [];
  const predictions = present ? read("predictions.csv") : [];
  const accounts = [...new Set(daily.map((r) => r.account_id))].sort();
  const days = [...new Set(daily.map((r) => r.date))].sort();
  const net = new Map(daily.map((r) => [`${r.account_id},${r.date}`, Number(r.net)]));
  const base = {
    trader: Int32Array.from(predictions, (r) => accounts.indexOf(r.account_id)),
    day: Int32Array.from(predictions, (r) => days.indexOf(r.date)),
    fold: Int32Array.from(predictions, (r) => Number(r.fold) - 1),
    net: Float64Array.from(predictions, (r) => net.get(`${r.account_id},${r.date}`) ?? Number.NaN),
  };
  const column = (name: string) => Float64Array.from(predictions, (r) => Number(r[name]));
  const lossProbability: Signal = {
    name: "loss_probability",
    label: "Probability of a large loss",
    kind: "probability",
    level: null,
    outcome: "large_loss",
    source: "given",
  };
  const rows = {...base, value: column("loss_probability")};

  it.each([
    [0.15, 70, 80_372.08],
    [0.1, 336, -49_242.78],
  ])("halving where loss_probability > %d changes %d rows and the total by %d", (above, changed, delta) => {
    const spec = {kind: "fixed", signal: "loss_probability", above, multiplier: 0.5} as const;
    const {multiplier, evaluated} = applyPolicy({signal: lossProbability, rows, spec, folds: [], days, gap: 0});
    expect(evaluated.every((e) => e === 1)).toBe(true);
    const {total} = impactOf({...base, multiplier}, accounts.length);
    expect(total.actual).toBeCloseTo(121_332.6, 2);
    expect(total.changed).toBe(changed);
    expect(total.delta).toBeCloseTo(delta, 2);
    expect(total).toMatchObject({rows: 1155, days: 105});
    const point = sweep(rows, {kind: "probability", multiplier: 0.5, include: [above]}).find(
      (p) => p.threshold === above,
    )!;
    expect(point.rows).toBe(changed);
    expect(point.delta).toBeCloseTo(delta, 2);
  });

  it("61 of 1,155 rows lie below the value at risk; 78 large losses", () => {
    const constant = (v: number) => [{name: "constant", label: "Constant", values: new Float64Array(1155).fill(v)}];
    const folds = [0, 1, 2, 3, 4].map((index) => {
      const mine = base.day.filter((_, i) => base.fold[i] === index).sort();
      const test = {start: mine[0], end: mine[mine.length - 1] + 1};
      return {index, train: {start: 0, end: 0}, gap: {start: 0, end: 0}, test};
    });
    const risk: Signal = {...lossProbability, name: "value_at_risk_5", kind: "quantile", level: 0.05, outcome: null};
    const quantile = {...base, value: column("value_at_risk_5")};
    const skill = assessSignal({signal: risk, rows: quantile, baselines: constant(-5000), days, folds, level: 0.95});
    expect(skill.metrics).toMatchObject({exceedances: 61});
    expect(skill.n).toBe(1155);
    expect(skill.byFold).toHaveLength(5);
    const outcome = column("large_loss");
    const losses = assessSignal({
      signal: lossProbability,
      rows: {...rows, outcome},
      baselines: constant(78 / 1155),
      days,
      folds,
      level: 0.95,
    });
    expect(losses.metrics.events).toBe(78);
  });
});
