/**
 * A table in memory: named columns of equal length. Numeric columns are typed arrays (NaN = missing, where the column's
 * meaning allows it); text columns are arrays of strings. Nothing here knows Arrow: `pipeline/arrow.ts` converts.
 */
export type Column = Float64Array | Int32Array | readonly string[];

export interface Table {
  readonly rows: number;
  readonly columns: Readonly<Record<string, Column>>;
}

/**
 * Makes a table and checks that its columns agree in length.
 * @throws RangeError naming the column that differs.
 */
export function table(columns: Record<string, Column>): Table {
  const names = Object.keys(columns);
  const rows = names.length === 0 ? 0 : columns[names[0]].length;
  for (const name of names) {
    if (columns[name].length !== rows)
      throw new RangeError(`column "${name}" has ${columns[name].length} rows; "${names[0]}" has ${rows}`);
  }
  return {rows, columns};
}

/** The numeric (Float64) column of that name. @throws if it is absent or of another type. */
export function float64(t: Table, name: string): Float64Array {
  const column = t.columns[name];
  if (!(column instanceof Float64Array)) throw columnError(t, name, "Float64");
  return column;
}

/** The integer (Int32) column of that name. @throws if it is absent or of another type. */
export function int32(t: Table, name: string): Int32Array {
  const column = t.columns[name];
  if (!(column instanceof Int32Array)) throw columnError(t, name, "Int32");
  return column;
}

/** The text column of that name. @throws if it is absent or of another type. */
export function text(t: Table, name: string): readonly string[] {
  const column = t.columns[name];
  if (!Array.isArray(column)) throw columnError(t, name, "text");
  return column;
}

/** The rows at `indices`, in that order. */
export function take(t: Table, indices: ArrayLike<number>): Table {
  const columns: Record<string, Column> = {};
  for (const [name, column] of Object.entries(t.columns)) {
    if (Array.isArray(column)) columns[name] = Array.from(indices, (i) => column[i]);
    else {
      const source = column as Float64Array | Int32Array;
      const picked = source instanceof Float64Array ? new Float64Array(indices.length) : new Int32Array(indices.length);
      for (let k = 0; k < indices.length; k++) picked[k] = source[indices[k]];
      columns[name] = picked;
    }
  }
  return {rows: indices.length, columns};
}

function columnError(t: Table, name: string, wanted: string): TypeError {
  const found = t.columns[name];
  const type = found === undefined ? "absent" : Array.isArray(found) ? "text" : found.constructor.name;
  return new TypeError(
    `column "${name}" should be ${wanted}, is ${type}; columns: ${Object.keys(t.columns).join(", ")}`,
  );
}
