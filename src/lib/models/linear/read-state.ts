import type {Encoding, Term} from "./encoding.ts";
import type {LinearState} from "./model.ts";

/**
 * A linear model's state from JSON, checked field by field.
 * @throws RangeError if it is of another kind, or saying which part of it is missing or damaged.
 */
export function readLinearState(kind: string, state: unknown): LinearState {
  checkKindOf(kind, state);
  const {rows, encoding, weights, intercept, link, chosen} = state as unknown as LinearState;
  const need = (holds: boolean, what: string) => {
    if (!holds) throw new RangeError(`invalid model; ${what} of a "${kind}" is missing or damaged: save it again`);
  };
  need(Number.isInteger(rows) && rows > 0, "rows");
  need(isRecord(encoding), "encoding");
  readEncoding(encoding, need);
  need(isFiniteList(weights) && weights.length === encoding.terms.length, "weights");
  need(
    encoding.terms.every((term, t) => term.sd > 0 || weights[t] === 0),
    "weights",
  );
  need(Number.isFinite(intercept), "intercept");
  need(link === "identity" || link === "logistic", "link");
  need(isRecord(chosen) && isFiniteList(Object.values(chosen)), "chosen");
  return state as unknown as LinearState;
}

/** @throws RangeError unless a state from JSON says that it is of that kind. */
export function checkKindOf(kind: string, state: unknown): asserts state is {kind: string} {
  const found = isRecord(state) ? state.kind : undefined;
  if (found !== kind) throw new RangeError(`invalid model; not "${kind}": ${String(found)}`);
}

function readEncoding({names, levels, terms}: Encoding, need: (holds: boolean, what: string) => void): void {
  need(isTexts(names) && new Set(names).size === names.length, "names");
  need(isRecord(levels) && Object.values(levels).every(isTexts), "levels");
  need(
    Object.keys(levels).every((name) => names.includes(name)),
    "levels",
  );
  need(Array.isArray(terms), "terms");
  const owner = new Set<string>();
  for (const term of terms as (Partial<Term> | null)[]) {
    need(isRecord(term), "terms");
    const {feature, level, fill, mean, sd} = term as Term;
    need(isIndex(feature, names.length) && isFiniteList([fill, mean, sd]) && sd >= 0, "terms");
    const own = Object.hasOwn(levels, names[feature]) ? levels[names[feature]] : undefined;
    need(own === undefined ? level === -1 : isIndex(level, own.length), "terms");
    need(!owner.has(`${feature} ${level}`), "terms");
    owner.add(`${feature} ${level}`);
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isIndex = (value: unknown, length: number) =>
  Number.isInteger(value) && Number(value) >= 0 && Number(value) < length;
const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((text) => typeof text === "string");
const isFiniteList = (value: unknown): value is number[] => Array.isArray(value) && value.every(Number.isFinite);
