import {nearest} from "../../study/index.ts";
import {IngestError, listed, shown} from "../error.ts";

/**
 * The error of a table or column that is not there: what there is, and which was probably meant.
 * @param where as IngestError has it.
 * @param known names that there are, in any order.
 */
export function unknownName(
  where: string,
  what: "table" | "column",
  name: string,
  known: readonly string[],
): IngestError {
  const sorted = [...new Set(known)].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const guess = nearest(name, sorted);
  return new IngestError(where, {
    what: `there is no ${what} ${shown(name)} that this user can see`,
    found:
      sorted.length === 0
        ? `no ${what}s`
        : listed(
            sorted.map((n) => shown(n)),
            20,
          ),
    fix:
      guess === undefined
        ? `correct the name of the ${what} in the study`
        : `did you mean ${shown(guess)}? correct it in the study`,
  });
}
