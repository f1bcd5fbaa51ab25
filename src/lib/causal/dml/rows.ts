import type {Design} from "../../models/index.ts";

/** The rows at `indices` of a design, levels kept. */
export function designRows(x: Design, indices: ArrayLike<number>): Design {
  return {...x, rows: indices.length, columns: x.columns.map((column) => pick(column, indices))};
}

/** The values at `indices`. */
export function pick(values: Float64Array, indices: ArrayLike<number>): Float64Array {
  const picked = new Float64Array(indices.length);
  for (let k = 0; k < indices.length; k++) picked[k] = values[indices[k]];
  return picked;
}

/** A design with one more column, last. @throws RangeError where the name is taken. */
export function withColumn(x: Design, name: string, column: Float64Array): Design {
  if (x.names.includes(name)) throw new RangeError(`invalid design; it has a column "${name}" already: rename it`);
  return {...x, names: [...x.names, name], columns: [...x.columns, column]};
}
