/**
 * The statements that turn the published table into the one that is sliced, run once, in this order. Everything that can
 * be filtered becomes a small integer code in ascending order of what it stands for (names by their bytes), because
 * comparing integers is two to three times as fast here as comparing doubles or text; a weekday becomes one bit of seven.
 * Trader, what the policy did and how the day ended are one code, `cell` = 9·account + 3·(sign(m − 1) + 1) + sign(net) + 1:
 * grouping by one small integer is twice as fast as by three, and counting hits is adding up cells. Rows are sorted so
 * that a model and a range of days lie together. A missing value of a signal has level −1.
 */
export const SETUP: readonly string[] = [
  `CREATE TABLE accounts AS
   SELECT (row_number() OVER (ORDER BY account) - 1)::USMALLINT AS code, account AS name
   FROM (SELECT DISTINCT account FROM published)`,
  `CREATE TABLE signals AS
   SELECT (row_number() OVER (ORDER BY signal) - 1)::UTINYINT AS code, signal AS name
   FROM (SELECT DISTINCT signal FROM published)`,
  `CREATE TABLE levels AS
   SELECT (row_number() OVER (ORDER BY value) - 1)::INT AS code, value
   FROM (SELECT DISTINCT value FROM published WHERE isfinite(value))`,
  `CREATE TABLE days AS
   SELECT day, min(date) AS date, min(weekday)::INT AS weekday FROM published GROUP BY day`,
  `CREATE TABLE slice AS
   SELECT s.code AS signal, p.day::USMALLINT AS day, a.code AS account, (1 << p.weekday)::UTINYINT AS weekday, p.fold,
     coalesce(v.code, -1) AS level, p.multiplier, p.net, p.multiplier * p.net AS policy,
     (9 * a.code::INT + 3 * (sign(p.multiplier - 1) + 1) + sign(p.net) + 1)::UINTEGER AS cell
   FROM published p
     JOIN accounts a ON a.name = p.account
     JOIN signals s ON s.name = p.signal
     LEFT JOIN levels v ON v.value = p.value
   ORDER BY 1, 2, 3`,
  "DROP TABLE published",
];

/** Run before any data are there: no extension is ever fetched; grouping by small codes goes through arrays. */
export const SETTINGS: readonly string[] = [
  "SET autoinstall_known_extensions = false",
  "SET autoload_known_extensions = false",
  "SET perfect_ht_threshold = 18",
];

/** Run when the table stands: from here on no statement can read a file or an address, or undo that. */
export const LOCK: readonly string[] = ["SET enable_external_access = false", "SET lock_configuration = true"];

/** What the inputs offer, in order of the codes. */
export const DOMAIN = {
  accounts: "SELECT name FROM accounts ORDER BY code",
  days: "SELECT day, date, weekday FROM days ORDER BY day",
  levels: "SELECT value FROM levels ORDER BY code",
  signals: `SELECT any_value(s.name) AS name, min(CASE WHEN level >= 0 THEN level END) AS low, max(level) AS high
    FROM slice JOIN signals s ON s.code = slice.signal GROUP BY slice.signal ORDER BY slice.signal`,
} as const;

/** Columns that the published table must have, with what DuckDB makes of their Arrow types. */
export const PUBLISHED: Readonly<Record<string, string>> = {
  account: "VARCHAR",
  date: "VARCHAR",
  day: "INTEGER",
  weekday: "INTEGER",
  signal: "VARCHAR",
  fold: "INTEGER",
  value: "DOUBLE",
  multiplier: "DOUBLE",
  net: "DOUBLE",
};
