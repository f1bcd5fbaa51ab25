/** Columns of a least-squares fit. */
export interface LinearColumns {
  readonly outcome: Float64Array;
  readonly treatment: Float64Array;
  /** Covariates by name; an intercept is always in the fit. */
  readonly covariates: readonly {readonly name: string; readonly values: Float64Array}[];
  /** Group of each row (trader, village) whose own level is taken out of everything, as a dummy for each group would do. */
  readonly absorb?: Int32Array;
}

/** @throws RangeError where lengths differ or a value is not finite. */
export function checkColumns({outcome, treatment, covariates, absorb}: LinearColumns): void {
  const n = outcome.length;
  const columns = [{name: "outcome", values: outcome}, {name: "treatment", values: treatment}, ...covariates];
  for (const {name, values} of columns) {
    if (values.length !== n)
      throw new RangeError(`invalid lengths; "${name}" has ${values.length} rows, the outcome ${n}`);
    const bad = values.findIndex((v) => !Number.isFinite(v));
    if (bad >= 0) throw new RangeError(`invalid "${name}"; not finite in row ${bad}: ${values[bad]}`);
  }
  if (absorb !== undefined && absorb.length !== n)
    throw new RangeError(`invalid lengths; ${absorb.length} groups to absorb for ${n} rows`);
}

/** Takes each group's mean out of a column; without groups, the mean. */
export function centring(n: number, absorb: Int32Array | undefined) {
  const position = new Map<number, number>();
  const of = new Int32Array(n);
  for (let i = 0; i < n; i++) {
    const label = absorb?.[i] ?? 0;
    const group = position.get(label) ?? position.size;
    position.set(label, group);
    of[i] = group;
  }
  const size = new Float64Array(position.size);
  for (let i = 0; i < n; i++) size[of[i]] += 1;
  const centred = (column: Float64Array) => {
    const sum = new Float64Array(size.length);
    for (let i = 0; i < n; i++) sum[of[i]] += column[i];
    return column.map((v, i) => v - sum[of[i]] / size[of[i]]);
  };
  return {groups: position.size, centred};
}
