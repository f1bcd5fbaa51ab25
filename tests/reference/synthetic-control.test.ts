import {readFileSync} from "node:fs";
import {describe, expect, it} from "vitest";
import {placeboInSpace, type SyntheticControlFit, syntheticControl} from "../../src/lib/causal/index.ts";
import {expected, hasReference, referenceFolder} from "./reference.ts";

type ByName = Record<string, number>;
interface Weighted {
  readonly weights: ByName;
  readonly gap: ByName;
  readonly V?: readonly number[];
}

/** Rows of a CSV with names in its first column. */
function table(name: string) {
  const [head, ...rows] = readFileSync(`${referenceFolder}/data/${name}.csv`, "utf8")
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(",").map((cell) => cell.replaceAll('"', "")));
  return {head, rows};
}

function california() {
  const {rows} = table("prop99_adh_wide");
  const states = rows.filter(([state]) => state !== "California");
  const own = rows.find(([state]) => state === "California")!;
  const cut = (row: readonly string[], from: number, to: number) => Float64Array.from(row.slice(from, to), Number);
  return {
    names: states.map(([state]) => state),
    data: {
      treated: cut(own, 8, 39),
      donors: states.map((row) => cut(row, 8, 39)),
      prePeriods: 19,
      predictors: {treated: cut(own, 1, 8), donors: states.map((row) => cut(row, 1, 8))},
    },
  };
}

function basque() {
  const {head, rows} = table("basque_X");
  const names = head.slice(1, -1);
  const series = table("basque").rows;
  const gdp = (region: string) =>
    Float64Array.from(series.filter(([, name]) => name === region).map((row) => Number(row[3])));
  const column = (j: number) => Float64Array.from(rows, (row) => Number(row[j]));
  return {
    names,
    treated: gdp("Basque Country (Pais Vasco)"),
    donors: names.map(gdp),
    predictors: {treated: column(head.length - 1), donors: names.map((_, j) => column(j + 1))},
  };
}

const worstWeight = (fit: SyntheticControlFit, names: readonly string[], wanted: ByName) =>
  Math.max(...names.map((name, j) => Math.abs(fit.weights[j] - (wanted[name] ?? 0))));
const worstGap = (fit: SyntheticControlFit, wanted: ByName) =>
  Math.max(...Object.values(wanted).map((gap, t) => Math.abs(gap - fit.gap[t])));

describe.skipIf(!hasReference)(
  "synthetic control: California's Proposition 99 (Abadie, Diamond, Hainmueller 2010)",
  () => {
    const load = () => ({...california(), sc: expected<Record<string, Record<string, unknown>>>("sc_prop99")});

    it.each([
      ["qp_equal_V", {method: "predictors", v: "equal"}],
      ["qp_outcomes_only_1970_1988", {method: "outcomes"}],
      ["qp_outcomes_only_ridge_1", {method: "outcomes", ridge: 1}],
      ["qp_outcomes_only_ridge_100", {method: "outcomes", ridge: 100}],
      ["qp_demeaned_sc", {method: "outcomes", demean: true}],
    ] as const)("exact quadratic program %s", (name, method) => {
      const {names, data, sc} = load();
      const wanted = (sc.exact_qp as Record<string, Weighted>)[name];
      const fit = syntheticControl(data, method);
      expect(worstWeight(fit, names, wanted.weights)).toBeLessThan(1e-6);
      expect(worstGap(fit, wanted.gap)).toBeLessThan(1e-5);
      expect(fit.kktResidual).toBeLessThan(1e-8);
    });

    it("exact quadratic program at R Synth's V", () => {
      const {names, data, sc} = load();
      const wanted = (sc.exact_qp as Record<string, Weighted>).qp_at_R_Synth_V;
      const fit = syntheticControl(data, {method: "predictors", v: Float64Array.from(wanted.V!)});
      expect(worstWeight(fit, names, wanted.weights)).toBeLessThan(1e-4);
      expect(worstGap(fit, wanted.gap)).toBeLessThan(1e-3);
      expect(fit.kktResidual).toBeLessThan(1e-8);
    });

    it("nested V: fits the pre-period as well as R Synth, near the published weights, gap and predictors", () => {
      const {names, data, sc} = load();
      const fit = syntheticControl(data, {method: "predictors", v: "nested"});
      expect(fit.preMspe).toBeLessThanOrEqual(3.25);
      expect(fit.preMspe).toBeLessThanOrEqual((sc.R_Synth as {loss_v: number}).loss_v);
      const printed = sc.printed as {
        weights_ADH2010_table2: ByName;
        predictor_means_table1: Record<string, {synthetic: number}>;
      };
      expect(worstWeight(fit, names, printed.weights_ADH2010_table2)).toBeLessThan(0.015);
      expect(worstGap(fit, (sc.at_published_weights as unknown as Weighted).gap)).toBeLessThan(0.5);
      const means = ["income", "retprice", null, "beer", "cigsale_1988", "cigsale_1980", "cigsale_1975"];
      means.forEach((name, k) => {
        if (name === null) return; // Table 1 prints it as a percentage
        const synthetic = fit.weights.reduce((sum, w, j) => sum + w * data.predictors.donors[j][k], 0);
        expect(Math.abs(synthetic - printed.predictor_means_table1[name].synthetic), name).toBeLessThan(0.15);
      });
      expect(fit.kktResidual).toBeLessThan(1e-8);
      expect(fit.predictorWeights!.reduce((sum, v) => sum + v, 0)).toBeCloseTo(1, 12);
    });

    it("placebos in space with outcomes only: California is third, p = .077, every state's errors exact", () => {
      const {names, data, sc} = load();
      const wanted = sc.placebo_in_space_outcomes_only_exact_qp as unknown as {
        per_state: Record<string, {pre_mspe: number; post_mspe: number; att: number}>;
        p_value_ratio: number;
      };
      const found = placeboInSpace(data, {method: "outcomes"});
      expect(found.rank).toBe(3);
      expect(found.p).toBeCloseTo(wanted.p_value_ratio, 12);
      names.forEach((name, j) => {
        const {pre_mspe, post_mspe, att} = wanted.per_state[name];
        expect(Math.abs(found.placebos[j].preMspe / pre_mspe - 1), name).toBeLessThan(1e-6);
        expect(Math.abs(found.placebos[j].postMspe / post_mspe - 1), name).toBeLessThan(1e-3);
        expect(Math.abs(found.placebos[j].att - att), name).toBeLessThan(1e-3);
      });
    });

    it("placebos in space with predictors: California is first of 39", () => {
      const {data, sc} = load();
      const found = placeboInSpace(data, {method: "predictors"});
      expect(found.rank).toBe(1);
      expect(found.p).toBeCloseTo((sc.printed as {placebo_p_value: number}).placebo_p_value, 12);
    });
  },
);

describe.skipIf(!hasReference)("synthetic control: the Basque Country (Abadie and Gardeazabal 2003)", () => {
  interface Peer {
    readonly weights: ByName;
    readonly V?: readonly number[];
    readonly mspe?: number;
    readonly lambda?: number;
    readonly gap?: ByName;
  }
  const load = () => ({...basque(), peer: expected<{pysyncon: Record<string, Peer>}>("sc_basque").pysyncon});
  /** The peer's fit: pre-period 1960 to 1969, the gap over all years from 1955. */
  const sixties = ({treated, donors, predictors}: ReturnType<typeof load>) => ({
    treated: treated.slice(5),
    donors: donors.map((y) => y.slice(5)),
    prePeriods: 10,
    predictors,
  });

  it.each(["nested", "at the peer's V"])("weights, error and gap, V %s", (v) => {
    const case_ = load();
    const {names, peer, donors, treated} = case_;
    const wanted = peer.basque_synth;
    const fit = syntheticControl(sixties(case_), {
      method: "predictors",
      v: v === "nested" ? "nested" : Float64Array.from(wanted.V!),
    });
    expect(worstWeight(fit, names, wanted.weights)).toBeLessThan(0.005);
    expect(Math.abs(fit.preMspe - wanted.mspe!)).toBeLessThan(1e-4);
    Object.values(wanted.gap!).forEach((gap, t) => {
      const own = treated[t] - fit.weights.reduce((sum, w, j) => sum + w * donors[j][t], 0);
      expect(Math.abs(own - gap)).toBeLessThan(0.02);
    });
    expect(fit.kktResidual).toBeLessThan(1e-8);
  });

  it.each([
    ["basque_penalized_lambda0.01", 0.01],
    ["basque_penalized_lambda0.1", 0.1],
    ["basque_penalized_lambda1.0", 1],
  ])("penalised: %s", (name, lambda) => {
    const case_ = load();
    const fit = syntheticControl({...case_, prePeriods: 20}, {method: "penalised", lambda});
    expect(worstWeight(fit, case_.names, case_.peer[name].weights)).toBeLessThan(1e-5);
  });

  it("ridge-augmented, at the peer's λ", () => {
    const case_ = load();
    const wanted = case_.peer.basque_augsynth_ridge;
    const fit = syntheticControl(sixties(case_), {method: "augmented", lambda: wanted.lambda});
    // the peer's simplex weights come from a solver with a tolerance of 10⁻⁶, which the small λ blows up: 0.009 apart
    expect(worstWeight(fit, case_.names, wanted.weights)).toBeLessThan(0.025);
  });
});
