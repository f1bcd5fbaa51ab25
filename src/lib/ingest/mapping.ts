import {nearest} from "../study/index.ts";
import {columnName, headerKey} from "./columns.ts";
import {IngestError, listed, shown} from "./error.ts";
import type {FileKind} from "./source.ts";
import {SPECS} from "./specs.ts";

/** Which column of a file or table holds what, where its headers do not say so themselves: contract name → header. */
export type ColumnMapping = Readonly<Record<string, string>>;

/**
 * The header of a file or table under the names of the contract of its kind. Columns that are mapped get the name of what they
 * hold; another column with such a name is put out of its way ("date" becomes "date (as it was)"), the rest stay. Shared by
 * CSV, Parquet and databases.
 * @throws IngestError if the mapping names a column that is not there, twice there, or something that the kind does not have
 * where it takes no other columns.
 */
export function mappedHeader(
  name: string,
  header: readonly string[],
  kind: FileKind,
  mapping: ColumnMapping,
): string[] {
  const spec = SPECS[kind];
  const result = [...header];
  const taken = new Map<number, string>();
  for (const [role, wanted] of Object.entries(mapping)) {
    const known = spec.columns.some((column) => column.name === role);
    if (!known && (!spec.others.keep || columnName(role) !== role))
      throw new IngestError(name, {
        what: `the mapping gives a column for ${shown(role)}, which ${kind} rows do not have`,
        found: listed(spec.columns.map((column) => column.name)),
        fix: "correct the name before the colon in columns",
      });
    const exact = header.flatMap((cell, i) => (cell === wanted ? [i] : []));
    const found =
      exact.length > 0 ? exact : header.flatMap((cell, i) => (headerKey(cell) === headerKey(wanted) ? [i] : []));
    if (found.some((i) => headerKey(header[i]) === "simulated"))
      throw new IngestError(name, {
        what: `the study's mapping takes ${role} from ${shown(wanted)}, the mark of simulated rows, which has no other use`,
        fix: "take that line out of the mapping (columns)",
      });
    if (found.length !== 1) {
      const guess = nearest(wanted, [...header]);
      throw new IngestError(name, {
        what: `the study's mapping takes ${role} from ${shown(wanted)}, and ${found.length === 0 ? "no column is called that" : "several columns are called that"}`,
        found: listed(
          header.map((cell) => shown(cell, 30)),
          30,
        ),
        fix:
          guess === undefined
            ? "correct the mapping (columns)"
            : `did you mean ${shown(guess)}? correct the mapping (columns)`,
      });
    }
    if (taken.has(found[0]))
      throw new IngestError(name, {
        what: `the study's mapping takes both ${taken.get(found[0])} and ${role} from ${shown(wanted)}`,
        fix: "give each its own column",
      });
    taken.set(found[0], role);
  }
  for (const [index, role] of taken) result[index] = role;
  const claimed = new Set(
    spec.columns
      .filter((column) => column.name in mapping)
      .flatMap((column) => [headerKey(column.name), ...column.aliases]),
  );
  header.forEach((cell, i) => {
    if (!taken.has(i) && claimed.has(headerKey(cell))) result[i] = `${cell} as it was`;
  });
  return result;
}
