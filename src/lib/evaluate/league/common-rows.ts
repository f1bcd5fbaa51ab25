import type {BaselineValues, SignalRows} from "../skill.ts";
import type {Signal} from "../types.ts";

/** A signal with its rows and the naive rules' predictions of them. */
export interface Contestant {
  readonly signal: Signal;
  readonly rows: SignalRows;
  readonly baselines: readonly BaselineValues[];
  /** Settings tried in each fold; null for what was not trained here. */
  readonly trials: readonly number[] | null;
}

export interface CommonRows {
  readonly day: Int32Array;
  readonly target: Float64Array;
  /** Predictions of the entrants, then of the naive rules, one a row. */
  readonly entries: readonly {
    readonly name: string;
    readonly label: string;
    readonly naive: boolean;
    readonly trials: readonly number[] | null;
    readonly values: Float64Array;
  }[];
  readonly leftOut: readonly {readonly name: string; readonly label: string; readonly why: string}[];
}

/** A signal with fewer of the rows than this would take them from all others. */
const fewestRows = 0.8;

/**
 * The rows on which every contestant and every naive rule has a prediction and the outcome is known, in the order day, trader.
 * A contestant with fewer than 80 % of the rows of the one that has most is left out, so that one short series does not
 * shorten the comparison of all others. Naive rules are the same for all; those of the first contestant are taken.
 */
export function commonRows(contestants: readonly Contestant[]): CommonRows {
  const keyed = contestants.map((c) => ({...c, at: rowsByKey(c)}));
  const most = keyed.reduce((largest, {at}) => Math.max(largest, at.size), 0);
  const entrants = keyed.filter(({at}) => at.size > 0 && at.size >= fewestRows * most);
  const leftOut = keyed
    .filter((c) => !entrants.includes(c))
    .map(({signal, at}) => ({
      name: signal.name,
      label: signal.label,
      why: at.size === 0 ? "it has no row that can be judged" : `it has ${at.size} rows, others have ${most}`,
    }));
  if (entrants.length === 0) return {day: new Int32Array(0), target: new Float64Array(0), entries: [], leftOut};
  const [first] = entrants;
  const names = new Set(entrants.map(({signal}) => signal.name));
  const labels = new Set(entrants.map(({signal}) => signal.label));
  const keys = Float64Array.from(first.at.keys())
    .filter((key) => entrants.every(({at}) => at.has(key)))
    .sort();
  const pick = (values: Float64Array, at: ReadonlyMap<number, number>) => {
    const picked = new Float64Array(keys.length);
    for (let k = 0; k < keys.length; k++) picked[k] = values[at.get(keys[k])!];
    return picked;
  };
  return {
    day: Int32Array.from(pick(Float64Array.from(first.rows.day), first.at)),
    target: pick(outcomeOf(first), first.at),
    entries: [
      ...entrants.map(({signal: {name, label}, rows, trials, at}) => ({
        name,
        label,
        naive: false,
        trials,
        values: pick(rows.value, at),
      })),
      ...first.baselines.map(({name, label, values}) => ({
        name: names.has(name) ? `naive_${name}` : name, // a study may train "zero" too
        label: labels.has(label) ? `${label}, naive rule` : label,
        naive: true,
        trials: null,
        values: pick(values, first.at),
      })),
    ],
    leftOut,
  };
}

const outcomeOf = ({signal, rows}: Contestant) =>
  rows.outcome ?? (signal.kind === "probability" ? rows.net.map((y) => (y < 0 ? 1 : 0)) : rows.net);

/** Row by day and trader (day · 2²⁰ + trader: ascending keys are in the order day, trader), where everything is known. */
function rowsByKey(contestant: Contestant): Map<number, number> {
  const {rows, baselines} = contestant;
  const outcome = outcomeOf(contestant);
  const at = new Map<number, number>();
  for (let i = 0; i < rows.value.length; i++) {
    if (!Number.isFinite(rows.value[i]) || !Number.isFinite(rows.net[i]) || !Number.isFinite(outcome[i])) continue;
    if (baselines.every(({values}) => Number.isFinite(values[i]))) at.set(rows.day[i] * 1048576 + rows.trader[i], i);
  }
  return at;
}
