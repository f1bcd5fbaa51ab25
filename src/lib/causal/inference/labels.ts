/** Names of rows' groups, kept in a fit so that inference can be chosen after it: `{day, trader}`, one label a row. */
export type Labels = Readonly<Record<string, Int32Array>>;

/** A labelling of the rows: by name (one that the fit keeps) or itself. */
export type Labelling = string | Int32Array;

/** Rows numbered by group: groups are 0 … count − 1, in ascending order of their labels. */
export interface Groups {
  readonly of: Int32Array;
  readonly count: number;
}

/**
 * Groups of n rows by a labelling.
 * @throws RangeError for a name that the fit does not keep, a wrong length, or fewer than two groups.
 */
export function groupsOf(labelling: Labelling, labels: Labels | undefined, n: number): Groups {
  const found = typeof labelling === "string" ? labels?.[labelling] : labelling;
  if (found === undefined)
    throw new RangeError(
      `invalid clusters; the fit keeps no labels "${labelling}", it keeps: ${Object.keys(labels ?? {}).join(", ") || "none"}`,
    );
  if (found.length !== n) throw new RangeError(`invalid clusters; ${found.length} labels for ${n} rows`);
  const groups = numbered(found);
  if (groups.count < 2) throw new RangeError(`invalid clusters; needs two or more, found ${groups.count}`);
  return groups;
}

/** Groups in ascending order of their labels. */
export function numbered(labels: Int32Array): Groups {
  const distinct = Int32Array.from(new Set(labels)).sort();
  const position = new Map(Array.from(distinct, (label, k) => [label, k]));
  const of = new Int32Array(labels.length);
  for (let i = 0; i < of.length; i++)
    of[i] = i > 0 && labels[i] === labels[i - 1] ? of[i - 1] : position.get(labels[i])!;
  return {of, count: distinct.length};
}

/** One group for each pair of groups that occurs. */
export function intersection(a: Groups, b: Groups): Groups {
  const ids = new Map<number, number>();
  const of = a.of.map((group, i) => {
    const key = group * b.count + b.of[i];
    const id = ids.get(key) ?? ids.size;
    ids.set(key, id);
    return id;
  });
  return {of, count: ids.size};
}

/** Sum of the values of each group, rows in order. */
export function groupTotals(values: Float64Array, {of, count}: Groups): Float64Array {
  const totals = new Float64Array(count);
  for (let i = 0; i < values.length; i++) totals[of[i]] += values[i];
  return totals;
}
