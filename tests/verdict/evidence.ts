import type {DesignReport} from "../../src/lib/causal/index.ts";
import type {Placebo} from "../../src/lib/robustness/index.ts";
import {defineStudy} from "../../src/lib/study/index.ts";
import type {Evidence} from "../../src/lib/verdict/index.ts";

/** The gates as they are by default. */
export const limits = defineStudy({title: "x", source: {kind: "simulated", desk: "null"}}).gates;

export const impact = {
  ...{
    rows: 100,
    days: 100,
    changed: 10,
    meanMultiplier: 0.95,
    actual: 0,
    policy: 0,
    delta: 0,
    derisking: 0,
    timing: 15,
  },
  ...{drawdownActual: 0, drawdownPolicy: 0, cvarActual: 0, cvarPolicy: 0, successRate: 0.5, turnover: 20},
};

/** Five traders: helped, harmed, open, never touched, and one without an interval. */
export const traderRows = [0, 1, 2, 3, 4].map((trader) => ({...impact, trader, changed: trader === 3 ? 0 : 10}));

export function robustness(timing: [number, number]): NonNullable<Evidence["robustness"]> {
  const zero: [number, number] = [0, 0];
  const own: [number, number][] = [
    [1, 2],
    [-2, -1],
    [-1, 1],
  ];
  return {
    signal: "ridge",
    bootstrap: {
      ...{method: "", blockLength: 5, draws: 200, level: 0.95, traderLevel: 0.99},
      total: {delta: timing, derisking: zero, timing},
      traders: own.map((interval, trader) => ({trader, delta: zero, derisking: zero, timing: interval})),
    },
    shift: {method: "", p: 0.01, observed: 1, apart: 4, shifted: []},
    notes: [],
  };
}

/** The policy's shift, quiet at p = 0.01, but for what is given. */
export function placebo(given: Partial<Placebo>): Placebo {
  return {
    ...{id: "policy.shift", title: "The calendar shifted", of: "policy", central: true, status: "quiet", observed: 15},
    ...{unit: "currency", drawn: [-4, -2, 0, 2, 4], p: 0.01, pError: 0, draws: 5, exact: true, method: ""},
    ...{wouldRefute: "", happened: "Words."},
    ...given,
  };
}

type Assumptions = Extract<DesignReport, {status: "estimated"}>["card"]["assumptions"];

export function estimate(
  id: DesignReport["id"],
  interval: readonly [number, number],
  assumptions: Assumptions = [{name: "Overlap", status: "checked", evidence: ""}],
): Extract<DesignReport, {status: "estimated"}> {
  const value = (interval[0] + interval[1]) / 2;
  const standardError = (interval[1] - interval[0]) / 4;
  return {
    ...{id, title: id, question: "", per: "limited day", status: "estimated", truth: null, figures: {}},
    estimate: {
      ...{value, unit: "currency/trader-day", standardError, interval, level: 0.95, p: 0.01, n: 100},
      of: "trader-days",
    },
    card: {words: "", symbols: "", unit: "", sample: "", method: "", assumptions},
  };
}

export function designReport({refused}: {readonly refused: string}): DesignReport {
  return {
    ...{id: "partially-linear", title: "Adjusted comparison", question: "", per: "limited day", status: "refused"},
    ...{reason: refused, needs: "interventions.csv"},
  };
}

/** Evidence on which every gate passes, but for what is given. */
export function evidence(change: Partial<Evidence> = {}): Evidence {
  const world = {
    ...{
      draws: 40,
      refused: 0,
      truth: 0,
      bias: 0,
      biasError: 1,
      biasInStandardErrors: 0,
      biasInStandardErrorsError: 0.2,
    },
    ...{spread: 1, meanStandardError: 1, coverage: 0.95, coverageError: 0.03, coverageInterval: [0.8, 1] as const},
  };
  const method = (design: "timing" | "partially-linear") => ({
    ...{design, label: design, status: "holds" as const, why: "Why.", effect: null},
    null: {...world, falsePositives: 0.05, falsePositivesError: 0.03},
  });
  return {
    signal: "ridge",
    days: 500,
    quality: {
      files: [
        {
          ...{file: "daily.csv", sha256: "", bytes: 1, rowsRead: 100, rowsUsed: 100, rowsSetAside: 0},
          ...{dateFormat: "YYYY-MM-DD", columns: [], reformatted: 0},
        },
      ],
      checks: [],
      abilities: [],
    },
    audit: {
      checks: [
        {
          ...{id: "features", title: "Features", status: "clean", rewrites: ["noise"], cutDates: ["2024-01-02"]},
          ...{compared: 10, first: null, evidence: "Nothing moved."},
        },
      ],
    },
    skill: {
      ...{signal: "ridge", kind: "net", n: 100, days: 100, metrics: {}, byFold: [], calibration: [], notes: []},
      baselines: [{name: "zero", label: "Zero", loss: 10}],
      loss: {name: "mse", label: "", value: 1},
      test: {
        ...{versus: "zero", statistic: 3, p: 0.01, difference: 1, interval: [0.5, 1.5] as const, level: 0.95},
        method: "Diebold-Mariano",
      },
    },
    impact,
    robustness: robustness([10, 20]),
    placebos: {placebos: [placebo({})], notes: []},
    designs: [estimate("partially-linear", [1, 3])],
    sensitivity: {
      ...{status: "computed", robustnessValueAtLevel: 0.05},
      explainedAway: {feature: "net_lag1", label: "Last P&L", times: 3, timesAtLevel: 2, largest: null},
    },
    knownTruth: {
      methods: [method("timing"), method("partially-linear")],
      level: 0.95,
      effect: 1,
      timing: 15,
      rule: {tolerance: 0.02, alpha: 0.01, bias: 0.5, seen: 0.2},
      budget: {draws: 20, seconds: 20, estimatedSeconds: 10},
      likeness: null,
    },
    ...change,
  };
}
