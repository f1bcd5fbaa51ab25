import {describe, expect, it} from "vitest";
import {type DeskOutline, makePlan} from "../../src/lib/evaluate/index.ts";
import {defineStudy, StudyError, type StudyInput} from "../../src/lib/study/index.ts";

const study = (more: Partial<StudyInput> = {}) =>
  defineStudy({title: "Test", source: {kind: "folder", path: "x"}, ...more});

const none = {signals: [], labels: [], unrecognised: []};
const given = {
  signals: [
    {
      name: "value_at_risk_5",
      label: "5 % value at risk",
      kind: "quantile",
      level: 0.05,
      outcome: null,
      source: "given",
    },
    {
      name: "loss_probability",
      label: "Probability of a loss",
      kind: "probability",
      level: null,
      outcome: "large_loss",
      source: "given",
    },
  ],
  labels: ["large_loss"],
  unrecognised: [{name: "mystery", why: "not a name that is recognised"}],
} as const;

const desk = (more: Partial<DeskOutline> = {}): DeskOutline => ({
  accounts: ["T01", "T02"],
  days: Array.from({length: 105}, (_, k) => `day ${k}`),
  columns: [],
  has: {predictions: true, interventions: false, market: false},
  recognised: given,
  ...more,
});
const bare = desk({has: {predictions: false, interventions: false, market: false}, recognised: none});
const limitOf = (plan: ReturnType<typeof makePlan>, what: string) =>
  plan.limits.find((l) => l.what.includes(what))?.why;

describe("makePlan", () => {
  it("takes what is recognised, then what is trained, and judges the given probability", () => {
    const plan = makePlan(study(), desk());
    expect(plan.signals.map((s) => [s.name, s.kind, s.source])).toEqual([
      ["value_at_risk_5", "quantile", "given"],
      ["loss_probability", "probability", "given"],
      ["ridge", "net", "trained"],
      ["forest", "net", "trained"],
    ]);
    expect(plan.primary).toBe("loss_probability");
    expect(plan.split).toEqual({kind: "expanding", train: 35, test: 8, purge: 0, embargo: 1});
    expect(plan.folds).toHaveLength(9); // 69 days after 36, eight at a time
    expect(plan.folds.at(-1)!.test).toEqual({start: 100, end: 105});
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
  });

  it("judges the study's signal first of all, then the policy's, then the first", () => {
    const policy = {kind: "fixed", signal: "value_at_risk_5", below: -5000, multiplier: 0.5} as const;
    expect(makePlan(study({primary: "forest"}), desk()).primary).toBe("forest");
    expect(makePlan(study({policy}), desk()).primary).toBe("value_at_risk_5");
    expect(makePlan(study(), bare).primary).toBe("ridge");
    expect(() => makePlan(study({policy, primary: "ridge"}), desk())).toThrow(
      'primary: it is "ridge", but the policy is declared on "value_at_risk_5" only',
    );
  });

  it("completes declared signals from what was recognised", () => {
    const signals: StudyInput["signals"] = [
      {name: "loss_probability", kind: "probability"},
      {name: "mystery", kind: "net", label: "Mine"},
      {name: "value_at_risk_5", kind: "quantile", level: 0.1},
    ];
    const plan = makePlan(study({signals, learners: []}), desk());
    expect(plan.signals).toEqual([
      {
        name: "loss_probability",
        label: "Probability of a loss",
        kind: "probability",
        level: null,
        outcome: "large_loss",
        source: "given",
      },
      {name: "mystery", label: "Mine", kind: "net", level: null, outcome: null, source: "given"},
      {
        name: "value_at_risk_5",
        label: "5 % value at risk",
        kind: "quantile",
        level: 0.1,
        outcome: null,
        source: "given",
      },
    ]);
    expect(limitOf(plan, "mystery")).toBeUndefined();
  });

  it("refuses names that are not there, all at once, listing what is", () => {
    const signals: StudyInput["signals"] = [
      {name: "loss_probabilty", kind: "probability", outcome: "big_loss"},
      {name: "moon", kind: "net"},
    ];
    const wrong = () => makePlan(study({signals}), desk());
    expect(wrong).toThrow(StudyError);
    expect(wrong).toThrow(
      'signals.0.name: predictions.csv has no column "loss_probabilty"; did you mean "loss_probability"?',
    );
    expect(wrong).toThrow('signals.0.outcome: predictions.csv has no column "big_loss"');
    expect(wrong).toThrow('signals.1.name: predictions.csv has no column "moon"');
    expect(wrong).toThrow("predictions.csv has: value_at_risk_5, loss_probability, large_loss, mystery");
    expect(() => makePlan(study({signals}), bare)).toThrow("There is no predictions.csv");
    expect(() => makePlan(study({primary: "moon"}), desk())).toThrow(
      'primary: there is no signal "moon"; there are: value_at_risk_5, loss_probability, ridge, forest',
    );
    const policy = {kind: "fixed", signal: "moon", above: 1, multiplier: 0} as const;
    expect(() => makePlan(study({policy}), desk())).toThrow('policy.signal: there is no signal "moon"');
  });

  it("refuses two signals of one name, and nothing to judge", () => {
    const signals: StudyInput["signals"] = [{name: "ridge", kind: "net"}];
    const recognised = {...none, unrecognised: [{name: "ridge", why: ""}]};
    expect(() => makePlan(study({signals}), desk({recognised}))).toThrow(
      'two have the name "ridge"; rename the column',
    );
    const twice: StudyInput["signals"] = [
      {name: "mystery", kind: "net"},
      {name: "mystery", kind: "net"},
    ];
    expect(() => makePlan(study({signals: twice}), desk())).toThrow('two have the name "mystery"; remove one');
    expect(() => makePlan(study({learners: []}), bare)).toThrow("there is no predictions.csv: nothing to judge");
    expect(() => makePlan(study({learners: []}), desk({recognised: none}))).toThrow(
      "no column of predictions.csv is recognised",
    );
  });

  it("plans no fold for a desk that is too short, and says so", () => {
    const plan = makePlan(study(), {...bare, accounts: ["T01"], days: ["2025-01-02"]});
    expect(plan.folds).toEqual([]);
    expect(plan.signals.map((s) => s.name)).toEqual(["ridge", "forest"]);
    expect(limitOf(plan, "Training")).toBe(
      "the desk has 1 day; one fold needs 22 (20 to train on, 1 between, 1 to test)",
    );
    expect(limitOf(plan, "Comparing traders")).toContain("one trader");
    const declared = makePlan(study({split: {train: 110, test: 5}}), desk());
    expect([declared.folds.length, limitOf(declared, "Training")]).toEqual([
      0,
      "the desk has 105 days; one fold needs 112 (110 to train on, 1 between, 1 to test)",
    ]);
  });

  it("lists what the files do not allow, and nothing that they do", () => {
    const plan = makePlan(study(), desk());
    expect(plan.limits.map((l) => l.what)).toEqual([
      'Judging the column "mystery" of predictions.csv',
      "Features of how much a trader trades",
      "Features of what trading costs",
      "Features of the market",
      "The causal effect of cuts that were really made",
    ]);
    const rich = desk({
      columns: ["trades", "fees"],
      has: {predictions: true, interventions: true, market: true},
      recognised: {...given, unrecognised: []},
    });
    expect(makePlan(study(), rich).limits).toEqual([]);
    expect(limitOf(makePlan(study(), bare), "made elsewhere")).toBe("there is no predictions.csv");
    expect(limitOf(makePlan(study({learners: []}), rich), "trained here")).toContain("no learner");
    const unlabelled = {...rich, recognised: {...none, signals: [{...given.signals[1], outcome: null}]}};
    expect(limitOf(makePlan(study(), unlabelled), "loss_probability")).toContain("no 0/1 column");
  });
});
