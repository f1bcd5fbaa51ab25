import {drawTwin, likenessOf, type TwinModel} from "../../simulate/index.ts";
import type {KnownTruthLikeness} from "./types.ts";

/** How alike the desk and its twins are, with the effect that was estimated. @param seeds one a twin, at least one. */
export function likenessReport(model: TwinModel, seeds: readonly number[], effect: number): KnownTruthLikeness {
  const found = seeds.map((seed) => likenessOf(model.desk, drawTwin(model, {seed, effect}).desk));
  const {measures, ks} = found[0];
  const finite = (value: number) => (Number.isFinite(value) ? value : null);
  const told = found.reduce((sum, one) => sum + one.ksExceeded / found.length, 0);
  return {
    twins: seeds.length,
    measures: measures.map(({id, label, original}, k) => {
      const values = found.map((one) => one.measures[k].twin).filter(Number.isFinite);
      return {
        ...{id, label},
        original: finite(original),
        twin: values.length === 0 ? null : values.reduce((a, b) => a + b, 0) / values.length,
        low: finite(Math.min(...values)),
        high: finite(Math.max(...values)),
      };
    }),
    told: finite(told),
    traders: ks.length,
    rule: model.rule.source,
  };
}
