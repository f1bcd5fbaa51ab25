import {invalid} from "./json-error.ts";
import {type ElementJson, identifierSchema, type ModelJson} from "./json-schema.ts";
import type {StatisticTable} from "./model.ts";

/** Tables by what they count, however a file writes that. */
export function readTables({ctr_data}: ModelJson): Map<string, StatisticTable> {
  const tables = new Map<string, StatisticTable>();
  for (const [text, {hash_map, hash_stride, counter_denominator}] of Object.entries(ctr_data ?? {})) {
    const {data: key} = identifierSchema.safeParse(parsed(text));
    if (key === undefined) throw invalid(`a key of ctr_data says no statistic: ${text}`);
    const width = hash_stride - 1;
    const mean = key.type === "BinarizedTargetMeanValue" || key.type === "FloatTargetMeanValue";
    const single = key.type === "Counter" || key.type === "FeatureFreq";
    if (mean ? width !== 2 : single ? width !== 1 : width < 2)
      throw invalid(`hash_stride of ${text} is ${hash_stride}, not that of ${key.type}`);
    if (hash_map.length % hash_stride !== 0)
      throw invalid(
        `hash_map of ${text} has ${hash_map.length} entries, not a multiple of ${hash_stride}: is it complete?`,
      );
    const rows = new Map<bigint, readonly number[]>();
    for (let k = 0; k < hash_map.length; k += hash_stride) {
      const hash = hash_map[k];
      const counts = hash_map.slice(k + 1, k + hash_stride).map(Number);
      if (!(typeof hash === "string" && /^\d{1,20}$/.test(hash)) || !counts.every((c) => Number.isFinite(c)))
        throw invalid(
          `hash_map of ${text} is not hashes and counts at ${k}: ${hash_map.slice(k, k + hash_stride).join(", ")}`,
        );
      rows.set(BigInt(hash), counts);
    }
    tables.set(tableKey(key.type, key.identifier), {rows, width, denominator: counter_denominator});
  }
  return tables;
}

/** A JSON text's value; null where it is none. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** A statistic's kind and elements as one text, whichever way a file writes them. */
export function tableKey(type: string, elements: readonly ElementJson[]): string {
  const parts = elements.map((e) =>
    e.combination_element === "float_feature"
      ? [e.combination_element, e.float_feature_index, Math.fround(e.border)]
      : [e.combination_element, e.cat_feature_index, e.combination_element === "cat_feature_value" ? 0 : e.value | 0],
  );
  return JSON.stringify([type, parts]);
}
