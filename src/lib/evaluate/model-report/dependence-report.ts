import {accumulatedLocalEffects, companionOf, type Dependence, dependence} from "../../models/explain/index.ts";
import type {Design, Explanation, Model} from "../../models/index.ts";
import {brief, evenly, short} from "./numbers.ts";
import type {DependenceReport} from "./types.ts";

const bins = 10;
/** Points of a scatter. */
const points = 60;

/**
 * How the output depends on a feature: contributions against values where the model has them, and accumulated local effects
 * where the feature is a number with values.
 * @param additive whether the margin is a sum of functions of single features: then no other feature changes what one adds.
 */
export function dependenceReport(
  model: Model,
  x: Design,
  explanation: Explanation | null,
  feature: string,
  additive: boolean,
): DependenceReport {
  const levels = x.levels !== undefined && Object.hasOwn(x.levels, feature) ? x.levels[feature] : null;
  const column = x.columns[x.names.indexOf(feature)];
  const present = column.some((v) => !Number.isNaN(v));
  const effects =
    levels === null && present
      ? accumulatedLocalEffects({predict: (design) => model.predict(design), x, feature, bins})
      : null;
  const local =
    effects === null
      ? null
      : {at: Array.from(effects.edges, (v) => brief(v)), effect: Array.from(effects.effects, (v) => brief(v))};
  if (explanation === null) return {feature, levels, bins: [], points: [], companion: null, local};
  const found = dependence(explanation, x, feature, bins);
  const companion = additive ? null : companionBeyondChance(found, x);
  const third = companion === null ? null : x.columns[x.names.indexOf(companion)];
  const known = Array.from(column.keys()).filter((i) => !Number.isNaN(column[i]));
  return {
    feature,
    levels,
    bins: found.bins.map(({from, to, rows, mean, p25, p75}) => ({
      from: from === null ? null : short(from),
      to: to === null ? null : short(to),
      at: from === null || levels !== null ? null : short(rows.reduce((sum, i) => sum + column[i], 0) / rows.length),
      rows: rows.length,
      mean: brief(mean),
      p25: brief(p25),
      p75: brief(p75),
    })),
    points: Array.from(evenly(known.length, points), (k) => {
      const i = known[k];
      return [
        brief(column[i], 4),
        brief(found.contributions[i], 4),
        third === null ? null : short(third[i], 4),
      ] as const;
    }),
    companion,
    local,
  };
}

/** The companion, where its strength is more than twice what chance alone would give. */
function companionBeyondChance(found: Dependence, x: Design): string | null {
  const companion = companionOf(found, x);
  const chance = 0.8 / Math.sqrt(x.rows / Math.max(1, found.bins.length));
  return companion !== null && companion.strength > 2 * chance ? companion.name : null;
}
