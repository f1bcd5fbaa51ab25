import {headerKey} from "../columns.ts";
import {type Sql, sql} from "../sql/index.ts";
import type {Engine} from "./engine.ts";

/** The column in which rows say of themselves that they were simulated; undefined where there is none. */
export function markOf(header: readonly string[]): string | undefined {
  return header.find((name) => headerKey(name) === "simulated");
}

/**
 * Whether any row of a relation says that it was simulated: the rule of read-plan.ts, for files that the database alone reads.
 * @param mark the column that says so, as the relation calls it.
 */
export async function anyMarked(engine: Engine, from: Sql, mark: Sql): Promise<boolean> {
  const [{n}] = await engine.rows<{n: bigint}>(sql`
    SELECT count(*) AS n FROM ${from} WHERE NOT regexp_full_match(lower(trim(coalesce(CAST(${mark} AS VARCHAR), ''))), '0|false|no|')`);
  await engine.run(sql`DROP TABLE IF EXISTS reject_errors`); // a reader that keeps rejects kept them for this look too
  await engine.run(sql`DROP TABLE IF EXISTS reject_scans`);
  return n > 0n;
}
