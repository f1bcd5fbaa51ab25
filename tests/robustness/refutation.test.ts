import {describe, expect, it} from "vitest";
import type {AuditReport} from "../../src/lib/evaluate/index.ts";
import {
  type ComputedSensitivity,
  curveOf,
  type IntervalRow,
  type KnownTruthMethod,
  type KnownTruthReport,
  type Placebo,
  type RefutationSources,
  refutations,
  type SensitivityReport,
  type Specification,
} from "../../src/lib/robustness/index.ts";

const check = (status: "clean" | "leak" | "not auditable") =>
  ({id: "audit.features", status}) as AuditReport["checks"][number];
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

type Strong = Pick<ComputedSensitivity, "benchmarks" | "explainedAway" | "survives" | "family">;
const benchmark = (feature: string, estimate: number, interval: readonly [number, number], times = 1) => ({
  ...{feature, label: `Label of ${feature}`, kind: "feature" as const, times, estimate, interval},
  ...{partialR2Treatment: 0.1, partialR2Outcome: 0.1},
});
const away = (feature: string) => ({feature, label: `Label of ${feature}`, times: 2, timesAtLevel: 1, largest: null});
const computed = (found: Partial<Strong>): SensitivityReport =>
  ({
    ...{status: "computed", fit: {estimate: 10}, benchmarks: [], explainedAway: null, survives: null, family: null},
    ...found,
  }) as unknown as SensitivityReport;

const world = {
  ...{draws: 20, refused: 0, truth: 0, bias: 0, biasError: 1, biasInStandardErrors: -0.04},
  ...{biasInStandardErrorsError: 0.2, spread: 1, meanStandardError: 1, coverage: 0.95, coverageError: 0.05},
  coverageInterval: [0.75, 1] as const,
};
const method = (design: KnownTruthMethod["design"], status: KnownTruthMethod["status"]): KnownTruthMethod => ({
  ...{
    design,
    label: `Label of ${design}`,
    status,
    why: status === "not tried" ? "Not in use here: no limits." : "Why.",
  },
  null: status === "not tried" ? null : {...world, falsePositives: 0.05, falsePositivesError: 0.05},
  effect: status === "not tried" ? null : {...world, biasInStandardErrors: 0.31, power: 0.9, powerError: 0.07},
});
const known = (...methods: KnownTruthMethod[]): KnownTruthReport => ({
  ...{methods, level: 0.95, effect: 10, timing: 5, likeness: null},
  rule: {tolerance: 0.02, alpha: 0.02, bias: 0.5, seen: 0.25},
  budget: {draws: 20, seconds: 20, estimatedSeconds: 10},
});

const sources = (more: Partial<RefutationSources> = {}): RefutationSources => ({
  audit: {checks: [check("clean"), check("clean")]},
  placebos: {placebos: [], notes: []},
  stability: {curves: []},
  intervals: {comparisons: []},
  ...{sensitivity: computed({}), knownTruth: known(), signal: "ridge", design: "partially-linear"},
  ...more,
});
/** The attempts but for those of hidden causes and of known truth, which come last. */
const attemptsOf = (more: Partial<RefutationSources>) =>
  refutations(sources({sensitivity: {status: "not possible", reason: "No limits.", needs: ""}, ...more})).slice(0, -1);
const statuses = (more: Partial<RefutationSources>) => attemptsOf(more).map((a) => a.status);

describe("refutations", () => {
  it("read the audit and every placebo", () => {
    const attempts = attemptsOf({
      placebos: {placebos: [placebo("a", "quiet"), placebo("b", "alarm"), placebo("c", "not run")], notes: []},
    });
    expect(attempts.map((a) => a.status)).toEqual(["survived", "survived", "refuted", "not run"]);
    expect(attempts[2]).toMatchObject({attempt: "Title of b", wouldRefute: "If so.", happened: "It did."});
    expect(attempts[2].findings).toEqual(["placebo.b.p"]);
    expect(statuses({audit: {checks: [check("clean"), check("leak")]}})).toEqual(["refuted"]);
    expect(statuses({audit: {checks: [check("not auditable")]}})).toEqual(["not run"]);
    expect(statuses({audit: {checks: []}})).toEqual(["not run"]);
  });

  it("leave the rewritten future open where the judged predictions were made elsewhere, as the verdict's gate does", () => {
    const given = (signal: string) => ({...check("not auditable"), id: `audit.predictions.${signal}`});
    const [open] = attemptsOf({audit: {checks: [check("clean"), given("ridge")]}});
    expect(open.status).toBe("not run");
    expect(open.happened).toContain("made elsewhere");
    expect(open.happened).toContain("1 other check found no leak.");
    expect(attemptsOf({audit: {checks: [check("clean"), given("other")]}})[0]).toMatchObject({
      status: "survived",
      happened: "1 check of what is judged found no leak.",
    });
  });

  it("hold an effect that is claimed against other choices, and one left out", () => {
    const reported = spec("as reported", 10, [4, 16]);
    const others = Array.from({length: 9}, (_, k) => spec("features", 9 + k / 10, [3, 15]));
    const of = (...more: Specification[]) =>
      statuses({stability: {curves: [curve(reported, ...others, ...more)]}}).slice(1);
    expect(of(spec("leave one trader out", 8, [2, 14]))).toEqual(["survived", "survived"]);
    expect(of(spec("leave one trader out", 3, [-2, 14]))).toEqual(["survived", "refuted"]);
    expect(of(spec("features", -1, [-7, 5]), spec("features", -2, [-8, 4]))).toEqual(["refuted", "not run"]);
    const named = attemptsOf({
      stability: {curves: [curve(reported, ...[1, 2, 3, 5].map((k) => spec("leave one trader out", k, [-2, 9])))]},
    }).at(-1)!;
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
    const attempts = attemptsOf({stability: {curves: [not]}, intervals: {comparisons: [not]}}).slice(1);
    expect(attempts.map((a) => [a.status, a.happened])).toEqual([
      ["not run", "Not possible: no policy."],
      ["not run", "Not possible: no policy."],
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

  const hidden = (found: Partial<Strong>) =>
    refutations(sources({sensitivity: computed(found)}))
      .slice(1)
      .map(({status, happened}) => [status, happened] as const);

  it("ask what a hidden cause as strong as the strongest feature, and family, would do to sign and significance", () => {
    const strong = {explainedAway: away("f"), family: {survives: false, explainedAway: away("g")}};
    const of = (survives: boolean | null, estimate: number, interval: readonly [number, number]) =>
      hidden({...strong, survives, benchmarks: [benchmark("f", estimate, interval), benchmark("g", -1, [-5, 3])]});
    expect(of(true, 8, [2, 14])).toEqual([
      ["survived", "Sign and significance would stay: the interval would still leave out zero."],
      ["refuted", "It would turn the sign."],
    ]);
    expect(of(false, 3, [-3, 9])[0]).toEqual(["refuted", "The sign would stay, but the interval would hold zero."]);
    expect(of(null, 3, [-3, 9])[0]).toEqual(["survived", expect.stringContaining("No effect is claimed")]);
    // twice as strong is another row; a cause that nothing can be as strong as has none
    expect(hidden({...strong, survives: false, benchmarks: [benchmark("f", 1, [-1, 3], 2)]})[0][1]).toContain(
      "explain all of the limits",
    );
    expect(hidden({})).toEqual([["survived", expect.stringContaining("No feature that was seen")]]);
    const [attempt] = refutations(
      sources({sensitivity: computed({...strong, survives: true, benchmarks: [benchmark("f", 8, [2, 14])]})}),
    ).slice(1);
    expect(attempt.attempt).toBe("A hidden cause as strong as “Label of f”, the strongest feature that was seen");
    expect(attempt.findings).toEqual(["sensitivity.strongest.effect", "sensitivity.times_at_level"]);
  });

  it("ask the methods behind both results for a truth that is known, and say what they saw", () => {
    const knownTruth = known(
      ...[method("timing", "holds"), method("partially-linear", "fails"), method("by-trader", "fails")],
      method("discontinuity", "cannot tell"),
    );
    const attempts = refutations(sources({knownTruth, design: "discontinuity"})).slice(2);
    expect(attempts.map((a) => [a.of, a.status])).toEqual([
      ["policy", "survived"],
      ["causal", "refuted"],
      ["causal", "not run"],
    ]);
    expect(attempts[0].wouldRefute).toContain("More than 7 % of intervals miss the truth");
    expect(attempts[0].happened).toBe(
      "On twins without an effect it saw one on 1 of 20, with the estimated one on 18 of 20; off by 0.0 and 0.3 standard errors on average. Why.",
    );
    expect(attempts[0].findings).toContain("known_truth.timing.false_positives");
    expect(attempts[2].happened).toMatch(/^Too few twins to tell\. /);
  });

  it("say of each why it is not possible on a desk without limits", () => {
    const attempts = refutations(
      sources({
        sensitivity: {status: "not possible", reason: "The desk states no interventions.", needs: "A file."},
        knownTruth: known(method("timing", "holds"), method("partially-linear", "not tried")),
      }),
    ).slice(1);
    expect(attempts.map((a) => a.happened)).toEqual([
      "Not possible: the desk states no interventions.",
      expect.stringContaining("On twins"),
      "Not possible: no limits.",
    ]);
    expect(attempts.map((a) => a.status)).toEqual(["not run", "survived", "not run"]);
  });
});
