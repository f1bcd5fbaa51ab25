import {z} from "zod";
import {folderSource} from "./folder-source.ts";

/** What is bound to a query's placeholders ($1 in PostgreSQL, ? in MySQL, MariaDB and SQLite), in their order. */
const parameter = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** Names in the desk's contract → names in the database, where they differ: `{net: "pnl_usd"}`. */
const columns = z.record(z.string().min(1).max(64), z.string().min(1).max(200));

const rows = z.union(
  [
    z.strictObject({
      table: z.string().min(1).max(200),
      /** Schema (PostgreSQL) or database (MySQL) of the table; default: the one that the connection finds first. */
      schema: z.string().min(1).max(200).optional(),
      columns: columns.optional(),
    }),
    z.strictObject({
      query: z.string().min(1).max(100_000),
      parameters: z.array(parameter).max(1000).default([]),
      columns: columns.optional(),
    }),
  ],
  {error: 'give {table: "name"} (with schema, columns) or {query: "select …", parameters: […]} (with columns)'},
);

/**
 * Rows from a database: PostgreSQL, MySQL or MariaDB by a URL that stands in the environment, or a SQLite file. Nothing
 * here is secret: the URL is named, never written.
 */
export const databaseSource = z
  .strictObject({
    kind: z.literal("database"),
    /** Name of the environment variable that holds the URL, such as postgres://reader:…@host/desk. */
    url: z
      .strictObject({
        env: z
          .string()
          .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "the name of an environment variable, such as DESK_DATABASE_URL"),
      })
      .optional(),
    /** A SQLite file, relative to the study file. */
    file: z.string().min(1).optional(),
    /** Where each of the desk's tables comes from. */
    tables: z.strictObject({
      daily: rows.optional(),
      predictions: rows.optional(),
      fills: rows.optional(),
      market: rows.optional(),
      interventions: rows.optional(),
    }),
    /** Longest wait for the server: to connect, for an answer, and for the next rows. */
    timeoutSeconds: z.number().min(0.1).max(86_400).default(60),
    /** Default: off on this machine (loopback, socket), else "verify": certificate and host name are checked. */
    tls: z.enum(["verify", "off"]).optional(),
    /** Certificates (PEM) that sign the server's, relative to the study file; default: those that Node trusts. */
    ca: z.string().min(1).optional(),
    /** How dates are written; needed only where they are text and leave it open (01/02/2025). */
    dateFormat: folderSource.shape.dateFormat,
    /** As for a folder: account → trader, and until when a day's decisions are taken. */
    traders: folderSource.shape.traders,
    decideBy: folderSource.shape.decideBy,
    /** The last day that the database can know of. */
    until: folderSource.shape.until,
  })
  .refine((s) => (s.url === undefined) !== (s.file === undefined), {
    message: 'give url: {env: "DESK_DATABASE_URL"} (PostgreSQL, MySQL, MariaDB) or file: "desk.sqlite", one of them',
  })
  .refine((s) => Object.values(s.tables).some((t) => t !== undefined), {
    path: ["tables"],
    message: 'name at least one table: {daily: {table: "daily_pnl"}}',
  });

export type DatabaseSource = z.output<typeof databaseSource>;
/** A table by its name, or a query with what is bound to it. */
export type DatabaseRows = z.output<typeof rows>;
