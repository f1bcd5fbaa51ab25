import {describe, expect, it} from "vitest";
import type {DesignReport} from "../../src/lib/causal/index.ts";
import {designNames} from "../../src/lib/causal/index.ts";
import {primaryDesigns} from "../../src/lib/study/index.ts";
import {
  decide,
  type Evidence,
  type Gate,
  type GateStatus,
  gatesOf,
  traderVerdicts,
} from "../../src/lib/verdict/index.ts";
import {designReport, estimate, evidence, impact, limits, placebo, robustness, traderRows} from "./evidence.ts";

const gate = (id: Gate["id"], status: GateStatus, required = true) => ({
  id,
  status,
  evidence: `${id} is ${status}`,
  required,
});

describe("decide", () => {
  it("deploys only when every required gate passed", () => {
    expect(decide([gate("quality", "pass"), gate("skill", "pass"), gate("causal", "inconclusive", false)])).toEqual({
      decision: "deploy",
      decidedBy: null,
      because: "Every required gate passed.",
    });
  });

  it("lets evidence against outweigh missing evidence, wherever it stands", () => {
    const verdict = decide([gate("quality", "not assessed"), gate("skill", "inconclusive"), gate("timing", "fail")]);
    expect(verdict).toMatchObject({decision: "do not deploy", decidedBy: "timing"});
  });

  it("names the first open gate when there is evidence neither way", () => {
    const verdict = decide([gate("quality", "pass"), gate("skill", "not assessed"), gate("timing", "inconclusive")]);
    expect(verdict).toMatchObject({decision: "not enough evidence", decidedBy: "skill"});
  });

  it("decides the same in any order of the gates", () => {
    const statuses: GateStatus[] = ["pass", "fail", "inconclusive", "not assessed"];
    for (const a of statuses)
      for (const b of statuses) {
        const forward = decide([gate("skill", a), gate("timing", b)]).decision;
        expect(decide([gate("timing", b), gate("skill", a)]).decision).toBe(forward);
      }
  });
});

const asked = (e: Evidence, l = limits) => gatesOf(e, l, 0.95);
const statuses = (e: Evidence, l = limits) => Object.fromEntries(asked(e, l).map((g) => [g.id, g.status]));
const find = (gates: readonly Gate[], id: Gate["id"]) => gates.find((g) => g.id === id)!;

describe("gates", () => {
  it("pass on evidence for", () => {
    expect(decide(asked(evidence())).decision).toBe("deploy");
    expect(asked(evidence()).every((g) => g.status === "pass")).toBe(true);
  });

  it("waive the causal gates where no limit was ever applied, unless the study requires them", () => {
    const none = evidence({designs: [designReport({refused: "No limits are known."})], sensitivity: null});
    expect(decide(asked(none)).decision).toBe("deploy");
    expect(find(asked(none), "causal")).toMatchObject({status: "not assessed", required: false});
    const required = asked(none, {...limits, causal: "required"});
    expect(decide(required)).toMatchObject({decision: "not enough evidence", decidedBy: "causal"});
  });

  it("read the sign of the timing interval", () => {
    expect(statuses(evidence({robustness: robustness([-20, -10])})).timing).toBe("fail");
    expect(statuses(evidence({robustness: robustness([-1, 1])})).timing).toBe("inconclusive");
    expect(statuses(evidence({robustness: null})).timing).toBe("not assessed");
    expect(statuses(evidence({impact: {...impact, changed: 0}})).timing).toBe("inconclusive");
  });

  it("take a leak as evidence against, and predictions that cannot be audited as an open question", () => {
    const check = evidence().audit.checks[0];
    expect(statuses(evidence({audit: {checks: [{...check, status: "leak"}]}})).leakage).toBe("fail");
    const blind = {checks: [check, {...check, status: "not auditable" as const}]};
    expect(statuses(evidence({audit: blind})).leakage).toBe("not assessed");
    expect(statuses(evidence({audit: {checks: []}})).leakage).toBe("not assessed");
  });

  it("hold against a signal only its own checks and those that all share", () => {
    const check = evidence().audit.checks[0];
    const leak = (id: string) => statuses(evidence({audit: {checks: [{...check, id, status: "leak"}]}})).leakage;
    expect(leak("audit.features")).toBe("fail");
    expect(leak("audit.predictions.ridge")).toBe("fail");
    expect(leak("audit.policy.ridge")).toBe("fail");
    expect(leak("audit.predictions.forest")).toBe("not assessed");
  });

  it("fail skill only when a naive rule is significantly better", () => {
    const skill = evidence().skill!;
    const worse = {...skill, test: {...skill.test!, difference: -1, interval: [-1.5, -0.5] as const}};
    expect(statuses(evidence({skill: worse})).skill).toBe("fail");
    expect(statuses(evidence({skill: {...worse, test: {...worse.test, p: 0.2}}})).skill).toBe("inconclusive");
    expect(statuses(evidence({skill: null})).skill).toBe("not assessed");
  });

  it("never hold bad data against a policy", () => {
    const quality = evidence().quality;
    const bad = {...quality, files: [{...quality.files[0], rowsUsed: 90, rowsSetAside: 10}]};
    expect(statuses(evidence({quality: bad})).quality).toBe("inconclusive");
    expect(statuses(evidence({days: 59})).quality).toBe("inconclusive");
    expect(statuses(evidence({days: 60})).quality).toBe("pass");
  });

  it("stay open where a placebo that goes to the estimate is loud, and only there", () => {
    const status = (...placebos: Parameters<typeof placebo>[0][]) =>
      statuses(evidence({placebos: {placebos: placebos.map(placebo), notes: []}})).placebo;
    expect(status({})).toBe("pass");
    expect(status({}, {id: "policy.traders", central: false, status: "alarm"})).toBe("pass");
    expect(status({}, {id: "causal.shift", of: "causal", status: "alarm", drawn: [1, 2]})).toBe("inconclusive");
    expect(status({status: "quiet", p: 0.4})).toBe("inconclusive"); // nothing was claimed that it could take away
    expect(status({status: "not run", p: null})).toBe("not assessed");
    expect(statuses(evidence({placebos: null})).placebo).toBe("not assessed");
  });

  it("leave to the gate on hidden causes what limits follow beyond the features", () => {
    const past = placebo({id: "causal.past-outcome", of: "causal", status: "alarm", drawn: []});
    const placebos = {placebos: [placebo({}), past], notes: []};
    expect(statuses(evidence({placebos})).placebo).toBe("pass");
    const weak = {
      status: "computed" as const,
      robustnessValueAtLevel: 0.01,
      explainedAway: {...strongest, timesAtLevel: 0.5},
    };
    expect(statuses(evidence({placebos, sensitivity: weak}))).toMatchObject({
      placebo: "inconclusive",
      sensitivity: "inconclusive",
    });
  });

  it("ask how strong a hidden cause must be, as the study declares", () => {
    const sensitivity = {
      status: "computed" as const,
      robustnessValueAtLevel: 0.05,
      explainedAway: {...strongest, timesAtLevel: 2.5},
    };
    expect(statuses(evidence({sensitivity})).sensitivity).toBe("pass");
    expect(statuses(evidence({sensitivity}), {...limits, hiddenCause: 3}).sensitivity).toBe("inconclusive");
    expect(statuses(evidence({sensitivity: {...sensitivity, explainedAway: null}})).sensitivity).toBe("pass");
    expect(statuses(evidence({sensitivity: {...sensitivity, robustnessValueAtLevel: 0}})).sensitivity).toBe(
      "inconclusive",
    );
    const discontinuity = {...limits, design: "discontinuity" as const};
    expect(find(asked(evidence(), discontinuity), "sensitivity").required).toBe(false);
  });

  it("let the declared design decide, and show the others", () => {
    const designs = [
      estimate("partially-linear", [1, 3]),
      estimate("discontinuity", [-9, -5]),
      estimate("interactive-ate", [2, 4]),
    ];
    const [own, other] = [limits, {...limits, design: "discontinuity" as const}].map((l) =>
      find(asked(evidence({designs}), l), "causal"),
    );
    expect(own.status).toBe("pass");
    expect(own.evidence).toContain("above zero by interactive-ate; below zero by discontinuity");
    expect(other.status).toBe("fail");
    expect(other.findings).toEqual(["causal.design.discontinuity.effect"]);
  });

  it("take an effect whose checkable assumption failed for no evidence", () => {
    const report = estimate("partially-linear", [3, 7], [{name: "Overlap", status: "failed", evidence: ""}]);
    expect(statuses(evidence({designs: [report]})).causal).toBe("inconclusive");
  });

  it("believe a method only if it finds a known truth", () => {
    const knownTruth = evidence().knownTruth!;
    const having = (status: (typeof knownTruth.methods)[number]["status"]) =>
      statuses(evidence({knownTruth: {...knownTruth, methods: knownTruth.methods.map((m) => ({...m, status}))}}))[
        "known-truth"
      ];
    expect(having("holds")).toBe("pass");
    expect(having("fails")).toBe("inconclusive");
    expect(having("cannot tell")).toBe("inconclusive");
    expect(having("not tried")).toBe("not assessed");
    const given = find(asked(evidence({knownTruth: null})), "known-truth");
    expect(given).toMatchObject({status: "not assessed", required: false});
  });

  it("know every design that a study may declare", () => {
    for (const name of primaryDesigns) expect(designNames).toContain(name);
    expect(designNames.filter((name) => !(primaryDesigns as readonly string[]).includes(name))).toEqual([
      "multi-valued",
      "off-policy",
    ]);
  });
});

const strongest = {feature: "net_lag1", label: "Last P&L", times: 3, largest: null};

describe("verdicts on traders", () => {
  const verdicts = (
    change: Partial<Evidence> = {},
    designs: readonly DesignReport[] = evidence().designs,
    design = limits.design,
  ) => {
    const e = evidence({designs, ...change});
    return traderVerdicts({
      impacts: traderRows,
      robustness: e.robustness,
      gates: asked(e, {...limits, design}),
      designs: e.designs,
      ...{design, knownTruth: e.knownTruth},
      level: 0.95,
      power: 0.8,
      days: 100,
    }).map((t) => [t.decision, t.decidedBy]);
  };

  it("follow each trader's joint interval of timing, and the desk's gates", () => {
    expect(verdicts()).toEqual([
      ["deploy", null],
      ["do not deploy", "timing"],
      ["not enough evidence", "timing"],
      ["not enough evidence", "timing"], // never touched
      ["not enough evidence", "timing"], // no interval
    ]);
    expect(verdicts({days: 10})[0]).toEqual(["not enough evidence", "quality"]);
    expect(verdicts({days: 10})[1]).toEqual(["do not deploy", "timing"]);
  });

  it("take a trader's own effect of real limits where it leaves out zero, else the desk's", () => {
    const by = (raw: number, standardError: number) => ({
      ...{trader: 0, rows: 100, limited: 20, raw, standardError, rawInterval: [0, 0] as const},
      ...{shrunk: raw, interval: [0, 0] as const, borrowed: 0, truth: null},
    });
    const withOwn = (raw: number) => [
      evidence().designs[0],
      {
        ...estimate("by-trader", [1, 2]),
        figures: {
          traders: {
            ...{mean: 1, meanStandardError: 1, tau: 1, iSquared: 0.5, rows: [by(raw, 1)], leftOut: [], ranking: null},
          },
        },
      } as unknown as DesignReport,
    ];
    expect(verdicts({}, withOwn(-5))[0]).toEqual(["do not deploy", "causal"]);
    expect(verdicts({}, withOwn(5))[0]).toEqual(["deploy", null]);
    const open = [estimate("partially-linear", [-1, 1]), withOwn(5)[1]];
    expect(verdicts({}, open)[0]).toEqual(["deploy", null]);
    expect(verdicts({}, [open[0]])[0]).toEqual(["not enough evidence", "causal"]);
    // not where it is not to be believed: an assumption failed, the method failed on known truth, another kind of design decides
    const failed = estimate("partially-linear", [1, 3], [{name: "Overlap", status: "failed", evidence: ""}]);
    expect(verdicts({}, [failed, withOwn(-5)[1]])[0]).toEqual(["not enough evidence", "causal"]);
    const knownTruth = evidence().knownTruth!;
    const methods = [
      ...knownTruth.methods,
      {...knownTruth.methods[0], design: "by-trader" as const, status: "fails" as const},
    ];
    expect(verdicts({knownTruth: {...knownTruth, methods}}, withOwn(-5))[0]).toEqual(["deploy", null]);
    const other = [withOwn(-5)[1], estimate("discontinuity", [-1, 1])];
    expect(verdicts({knownTruth: null}, other, "discontinuity")[0]).toEqual(["not enough evidence", "causal"]);
  });
});
