import type {DatabaseRows} from "../../study/index.ts";

export type Product = "PostgreSQL" | "MySQL or MariaDB" | "SQLite";

/** A column of what a table or query gives. */
export interface DatabaseColumn {
  readonly name: string;
  /** As the database calls its type: "numeric", "timestamptz". */
  readonly type: string;
  /** A value that is not null as canonical text (see values.ts); null: a type that has no place in a desk's tables. */
  readonly text: ((value: unknown) => string) | null;
}

/** Rows as they come: none is asked for before those before it were taken. */
export interface Reading {
  readonly columns: readonly DatabaseColumn[];
  /** Batches of rows, each with one value (null or what `text` takes) a column. */
  readonly batches: AsyncIterable<readonly (readonly unknown[])[]>;
}

/**
 * A database that can be read and nothing else: all that `read` gives is of one moment (one read-only transaction, kept
 * by the server), and writing is refused by the server.
 */
export interface OpenDatabase {
  readonly product: Product;
  /**
   * Begins to read a table (in the order of its primary key, where it has one) or a query (in its own order).
   * @throws IngestError where it cannot be read; the message never holds a password.
   */
  read(rows: DatabaseRows): Promise<Reading>;
  /** Ends the transaction and every connection. Never throws. */
  close(): Promise<void>;
}
