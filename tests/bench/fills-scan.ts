/**
 * The plain query that anyone would write over a file of fills, with DuckDB's own types: one scan, grouped by account, symbol,
 * day and side, with the counts and sums that any panel needs. It checks nothing and matches no lots.
 */
export function scanAndGroup(kind: string): string {
  return `SELECT account_id, symbol, CAST(time AS DATE) AS day, side, count(*), sum(quantity), sum(quantity * price), sum(commission), sum(sec), min(time), max(time) FROM ${kind === "csv" ? "read_csv" : "read_parquet"}($1) GROUP BY ALL`;
}
