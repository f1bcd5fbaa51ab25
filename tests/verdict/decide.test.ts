import {describe, expect, it} from "vitest";
import {
  decide,
  type Evidence,
  type Gate,
  type GateStatus,
  gatesOf,
  traderOutcomes,
} from "../../src/lib/verdict/index.ts";

const gate = (id: string, status: GateStatus, required = true): Gate => ({
  id,
  title: id,
  asks: "",
  status,
  evidence: `${id} is ${status}`,
  findings: [],
  required,
});

describe("decide", () => {
  it("deploys only when every required gate passed", () => {
    expect(decide([gate("a", "pass"), gate("b", "pass"), gate("c", "inconclusive", false)])).toEqual({
      decision: "deploy",
      decidedBy: null,
      because: "Every required gate passed.",
    });
  });

  it("lets evidence against outweigh missing evidence, wherever it stands", () => {
    const verdict = decide([gate("a", "not assessed"), gate("b", "inconclusive"), gate("c", "fail")]);
    expect(verdict).toMatchObject({decision: "do not deploy", decidedBy: "c"});
  });

  it("names the first open gate when there is evidence neither way", () => {
    const verdict = decide([gate("a", "pass"), gate("b", "not assessed"), gate("c", "inconclusive")]);
    expect(verdict).toMatchObject({decision: "not enough evidence", decidedBy: "b"});
  });

  it("decides the same in any order of the gates", () => {
    const statuses: GateStatus[] = ["pass", "fail", "inconclusive", "not assessed"];
    for (const a of statuses)
      for (const b of statuses) {
        const forward = decide([gate("a", a), gate("b", b)]).decision;
        expect(decide([gate("b", b), gate("a", a)]).decision).toBe(forward);
      }
  });
});

const impact = {
  rows: 100,
  days: 100,
  changed: 10,
  meanMultiplier: 0.95,
  actual: 0,
  policy: 0,
  delta: 0,
  derisking: 0,
  timing: 0,
  drawdownActual: 0,
  drawdownPolicy: 0,
  cvarActual: 0,
  cvarPolicy: 0,
  successRate: 0.5,
  turnover: 20,
};

const robustness = (timing: [number, number], p: number): NonNullable<Evidence["robustness"]> => ({
  signal: "ridge",
  bootstrap: {
    method: "",
    blockLength: 5,
    draws: 200,
    level: 0.95,
    traderLevel: 0.99,
    total: {delta: timing, derisking: [0, 0], timing},
    traders: [
      {trader: 0, delta: [0, 0], derisking: [0, 0], timing: [1, 2]},
      {trader: 1, delta: [0, 0], derisking: [0, 0], timing: [-2, -1]},
      {trader: 2, delta: [0, 0], derisking: [0, 0], timing: [-1, 1]},
    ],
  },
  shift: {method: "", p, observed: 1, shifted: []},
  notes: [],
});

const evidence = (change: Partial<Evidence> = {}): Evidence => ({
  signal: "ridge",
  days: 500,
  quality: {
    files: [
      {
        file: "daily.csv",
        sha256: "",
        bytes: 1,
        rowsRead: 100,
        rowsUsed: 100,
        rowsSetAside: 0,
        dateFormat: "YYYY-MM-DD",
        columns: [],
        reformatted: 0,
      },
    ],
    checks: [],
    abilities: [],
  },
  audit: {
    checks: [
      {
        id: "features",
        title: "Features",
        status: "clean",
        rewrites: ["noise"],
        cutDates: ["2024-01-02"],
        compared: 10,
        first: null,
        evidence: "Nothing moved.",
      },
    ],
  },
  skill: {
    signal: "ridge",
    kind: "net",
    n: 100,
    days: 100,
    metrics: {},
    baselines: [],
    loss: {name: "mse", label: "", value: 1},
    test: {
      versus: "zero",
      statistic: 3,
      p: 0.01,
      difference: 1,
      interval: [0.5, 1.5],
      level: 0.95,
      method: "Diebold-Mariano",
    },
    byFold: [],
    calibration: [],
    notes: [],
  },
  impact,
  robustness: robustness([10, 20], 0.01),
  causal: {status: "not possible", reason: "No interventions are known.", needs: "interventions.csv"},
  ...change,
});

const limits = {
  maxSetAside: 0.02,
  minDays: 60,
  skillLevel: 0.05,
  placeboLevel: 0.05,
  causal: "when available",
} as const;
const statuses = (e: Evidence, l: Parameters<typeof gatesOf>[1] = limits) =>
  Object.fromEntries(gatesOf(e, l, 0.95).map((g) => [g.id, g.status]));

describe("gates", () => {
  it("pass on evidence for, and the causal gate is waived where no limit was ever applied", () => {
    const gates = gatesOf(evidence(), limits, 0.95);
    expect(decide(gates).decision).toBe("deploy");
    expect(gates.find((g) => g.id === "causal")).toMatchObject({status: "not assessed", required: false});
  });

  it("require a causal estimate where the study says so", () => {
    const gates = gatesOf(evidence(), {...limits, causal: "required"}, 0.95);
    expect(decide(gates)).toMatchObject({decision: "not enough evidence", decidedBy: "causal"});
  });

  it("read the sign of the timing interval", () => {
    expect(statuses(evidence({robustness: robustness([-20, -10], 0.99)})).timing).toBe("fail");
    expect(statuses(evidence({robustness: robustness([-1, 1], 0.4)})).timing).toBe("inconclusive");
    expect(statuses(evidence({robustness: null})).timing).toBe("not assessed");
  });

  it("take a leak as evidence against, and predictions that cannot be audited as an open question", () => {
    const check = evidence().audit.checks[0];
    expect(statuses(evidence({audit: {checks: [{...check, status: "leak"}]}})).leakage).toBe("fail");
    expect(statuses(evidence({audit: {checks: [check, {...check, status: "not auditable"}]}})).leakage).toBe(
      "not assessed",
    );
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
    const worse = {...skill, test: {...skill.test!, difference: -1}};
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

  it("a wrong calendar that does as well leaves the question open", () => {
    expect(statuses(evidence({robustness: robustness([10, 20], 0.06)})).placebo).toBe("inconclusive");
  });

  it("a real effect whose checkable assumption failed is inconclusive", () => {
    const causal = {
      status: "estimated" as const,
      design: "",
      treatment: "",
      estimand: {words: "", symbols: ""},
      unit: "currency/trader-day" as const,
      estimate: 5,
      standardError: 1,
      interval: [3, 7] as const,
      level: 0.95,
      p: 0.001,
      n: 100,
      treated: 20,
      clusters: [],
      truth: null,
      assumptions: [{name: "Overlap", status: "checked" as const, evidence: ""}],
    };
    expect(statuses(evidence({causal})).causal).toBe("pass");
    const failed = {...causal, assumptions: [{name: "Overlap", status: "failed" as const, evidence: ""}]};
    expect(statuses(evidence({causal: failed})).causal).toBe("inconclusive");
  });
});

describe("trader outcomes", () => {
  it("follow the joint interval of timing", () => {
    const traders = [0, 1, 2, 3, 4].map((trader) => ({...impact, trader, changed: trader === 3 ? 0 : 10}));
    expect(traderOutcomes(traders, robustness([0, 1], 0.1)).map((t) => t.outcome)).toEqual([
      "helped",
      "harmed",
      "not enough evidence",
      "not touched",
      "not enough evidence", // no interval for this trader
    ]);
  });
});
