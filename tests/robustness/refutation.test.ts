import {describe, expect, it} from "vitest";
import type {AuditReport} from "../../src/lib/evaluate/index.ts";
import {
  curveOf,
  type IntervalRow,
  type Placebo,
  type RefutationSources,
  refutations,
  type Specification,
} from "../../src/lib/robustness/index.ts";

const check = (status: "clean" | "leak" | "not auditable") => ({status}) as AuditReport["checks"][number];
const placebo = (id: string, status: Placebo["status"]): Placebo => ({
  ...{id, title: `Title of ${id}`, of: "policy", central: true, status, observed: 1, unit: "currency", drawn: [0]},
  ...{p: 0.5, pError: 0, draws: 1, exact: true, method: "m", wouldRefute: "If so.", happened: "It did."},
});
const spec = (axis: Specification["axis"], estimate: number, interval: readonly [number, number]): Specification => ({
  ...{id: `${axis}${estimate}`, axis, estimate, interval, p: 0.1, n: 5},
  label: axis === "leave one trader out" ? `Without T${estimate}` : "x",
});
const curve = (...specifications: Specification[]) =>
  curveOf({of: "causal", unit: "currency/trader-day", level: 0.95, method: "m"}, specifications);
const row = (id: string, interval: IntervalRow["interval"]): IntervalRow => ({
  ...{id, short: id, scheme: id, type: "percentile", interval, draws: 9, anew: "the estimator", why: "w"},
});
const sources = (more: Partial<RefutationSources> = {}): RefutationSources => ({
  audit: {checks: [check("clean"), check("clean")]},
  placebos: {placebos: [], notes: []},
  stability: {curves: []},
  intervals: {comparisons: []},
  ...more,
});
const statuses = (more: Partial<RefutationSources>) => refutations(sources(more)).map((a) => a.status);

describe("refutations", () => {
  it("read the audit and every placebo", () => {
    const attempts = refutations(
      sources({
        placebos: {placebos: [placebo("a", "quiet"), placebo("b", "alarm"), placebo("c", "not run")], notes: []},
      }),
    );
    expect(attempts.map((a) => a.status)).toEqual(["survived", "survived", "refuted", "not run"]);
    expect(attempts[2]).toMatchObject({attempt: "Title of b", wouldRefute: "If so.", happened: "It did."});
    expect(attempts[2].findings).toEqual(["placebo.b.p"]);
    expect(statuses({audit: {checks: [check("clean"), check("leak")]}})).toEqual(["refuted"]);
    expect(statuses({audit: {checks: [check("not auditable")]}})).toEqual(["not run"]);
  });

  it("hold an effect that is claimed against other choices, and one left out", () => {
    const reported = spec("as reported", 10, [4, 16]);
    const others = Array.from({length: 9}, (_, k) => spec("features", 9 + k / 10, [3, 15]));
    const of = (...more: Specification[]) =>
      statuses({stability: {curves: [curve(reported, ...others, ...more)]}}).slice(1);
    expect(of(spec("leave one trader out", 8, [2, 14]))).toEqual(["survived", "survived"]);
    expect(of(spec("leave one trader out", 3, [-2, 14]))).toEqual(["survived", "refuted"]);
    expect(of(spec("features", -1, [-7, 5]), spec("features", -2, [-8, 4]))).toEqual(["refuted", "not run"]);
    const named = refutations(
      sources({
        stability: {curves: [curve(reported, ...[1, 2, 3, 5].map((k) => spec("leave one trader out", k, [-2, 9])))]},
      }),
    ).at(-1)!;
    expect(named.happened).toContain("T1, T2, T3 and 1 others");
  });

  it("take nothing away where nothing is claimed", () => {
    const unclear = curve(
      spec("as reported", 1, [-4, 6]),
      spec("features", -1, [-6, 4]),
      spec("leave one trader out", -2, [-9, 4]),
    );
    expect(statuses({stability: {curves: [unclear]}}).slice(1)).toEqual(["survived", "survived"]);
    const not = {of: "policy" as const, status: "not run" as const, reason: "No policy."};
    const attempts = refutations(sources({stability: {curves: [not]}, intervals: {comparisons: [not]}})).slice(1);
    expect(attempts.map((a) => [a.status, a.happened])).toEqual([
      ["not run", "No policy."],
      ["not run", "No policy."],
    ]);
  });

  it("ask most other bootstraps, those that ignore dependence apart", () => {
    const of = (...rows: IntervalRow[]) =>
      statuses({
        intervals: {
          comparisons: [{of: "policy", status: "computed", unit: "currency", estimate: 5, level: 0.95, rows}],
        },
      })[1];
    const reported = row("reported", [1, 9]);
    expect(of(reported, row("a", [2, 8]), row("b", [-1, 9]), row("c", null))).toBe("survived");
    expect(of(reported, row("a", [-2, 8]), row("b", [-1, 9]), row("days", [3, 4]), row("pairs", [3, 4]))).toBe(
      "refuted",
    );
    expect(of(row("reported", [-1, 9]), row("a", [2, 8]))).toBe("survived");
    expect(of(reported, row("a", null))).toBe("not run");
  });
});
