import type {DatabaseRows} from "../../study/index.ts";
import {shown} from "../error.ts";
import {join, name, type Sql, sql, statement} from "../sql/index.ts";

/** What is sent to the server: text, and what is bound to its placeholders. */
export interface Statement {
  readonly sql: string;
  readonly parameters: readonly (string | number | boolean | null)[];
}

/**
 * The statement that reads a table or runs a query of the study.
 * @param orderBy columns of the table's primary key: rows then come in the same order each time. Empty: as they come.
 */
export function statementOf(rows: DatabaseRows, orderBy: readonly string[]): Statement {
  if ("query" in rows) return {sql: rows.query.replace(/[\s;]+$/, ""), parameters: rows.parameters};
  const order = orderBy.length === 0 ? sql`` : sql` order by ${join(orderBy.map((column) => sql`${name(column)}`))}`;
  return {sql: statement(sql`select * from ${qualified(rows)}${order}`).text, parameters: []};
}

/** The quoted name of a table, with its schema where the study gives one. */
export function qualifiedName(rows: TableName): string {
  return statement(qualified(rows)).text;
}

type TableName = Pick<Extract<DatabaseRows, {table: string}>, "schema" | "table">;

function qualified({schema, table}: TableName): Sql {
  return schema === undefined ? sql`${name(table)}` : sql`${name(schema)}.${name(table)}`;
}

/** "table "fills"" or "the query": what messages call it. */
export function wordsFor(rows: DatabaseRows): string {
  if ("query" in rows) return `the query ${shown(rows.query.trim().replace(/\s+/g, " "), 80)}`;
  return `table ${shown(rows.schema === undefined ? rows.table : `${rows.schema}.${rows.table}`)}`;
}
