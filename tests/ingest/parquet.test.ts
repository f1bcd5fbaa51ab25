import {mkdirSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {DuckDBInstance} from "@duckdb/node-api";
import {describe, expect, test} from "vitest";
import {readParquetSource} from "../../src/lib/ingest/parquet.ts";
import {aFolder} from "./a-folder.ts";

/** Writes the rows of a query as Parquet, by DuckDB itself. */
async function parquet(query: string, path: string, options = ""): Promise<void> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  await connection.run(`copy (${query}) to '${path}' (format parquet${options})`);
  connection.closeSync();
  instance.closeSync();
}

async function textOf(query: string, columns?: Record<string, string>, options?: string): Promise<string> {
  const path = join(aFolder({}), "daily.parquet");
  await parquet(query, path, options);
  return (await readParquetSource("daily", "daily.parquet", path, columns)).text;
}

describe("Parquet", () => {
  test("every type keeps every digit", async () => {
    const text = await textOf(`select * from (values
      (12345678901234567.123456789012::decimal(30, 12), 9223372036854775807::bigint, 18446744073709551615::ubigint, 1.1::float, 0.1::double, true,
       date '2025-01-02', timestamp '2025-01-02 09:30:00.5', timestamptz '2025-01-02 09:30:00-05', timestamp_ns '2025-01-02 09:30:00.123456789', time '09:30:00', 'a,"b"'),
      (-0.000000000001, -1, 0, 1e-7::float, 1e-7, false, '2024-02-29', '2024-02-29 00:00:00', '2024-02-29 00:00:00+00', '2024-02-29 00:00:00', '00:00:00', ''),
      (null, null, null, null, null, null, null, null, null, null, null, null),
      (0, 0, 0, 'inf', 'nan', null, null, null, null, null, null, ' x'))
      t(exact, big, large, single, twice, happened, day, "at", moment, nanos, clock, word)`);
    expect(text.split("\n")).toEqual([
      "exact,big,large,single,twice,happened,day,at,moment,nanos,clock,word",
      '12345678901234567.123456789012,9223372036854775807,18446744073709551615,1.1,0.1,1,2025-01-02,2025-01-02 09:30:00.5,2025-01-02 14:30:00Z,2025-01-02 09:30:00.123456789,09:30:00,"a,""b"""',
      "-0.000000000001,-1,0,0.0000001,0.0000001,0,2024-02-29,2024-02-29 00:00:00,2024-02-29 00:00:00Z,2024-02-29 00:00:00,00:00:00,",
      ",,,,,,,,,,,",
      '0.000000000000,0,0,inf,nan,,,,,,," x"',
      "",
    ]);
  });

  test("folders are not columns: the same file gives the same rows wherever it lies", async () => {
    const folder = join(aFolder({}), "net=77");
    mkdirSync(folder);
    const path = join(folder, "daily.parquet");
    await parquet("select 'A' as account_id, date '2025-01-02' as date, 1.5 as net", path);
    expect((await readParquetSource("daily", "daily.parquet", path)).text).toBe(
      "account_id,date,net\nA,2025-01-02,1.5\n",
    );
  });

  test("dictionaries, row groups and compression change nothing", async () => {
    const rows =
      "select 'T' || (i % 7) as account_id, date '2025-01-01' + (i // 7)::int as date, (i * 0.01)::decimal(12, 2) as net from range(20000) t(i)";
    const [plain, small] = [
      await textOf(rows),
      await textOf(rows, undefined, ", row_group_size 2048, compression zstd"),
    ];
    expect(small).toBe(plain);
    expect(plain.split("\n").length).toBe(20_002);
    expect(plain.split("\n")[20_000]).toBe("T0,2032-10-28,199.99");
  });

  test("columns are mapped; lists and structures are left out unless they are needed", async () => {
    const rows = `select 'A' as trader, date '2025-01-02' as "a ""b", 1.5 as pnl, [1, 2] as list, {'x': 1} as doc, '2025-01-02 00:00:00'::timestamp as net`;
    expect(await textOf(rows, {account_id: "trader", date: 'a "b', net: "pnl"})).toBe(
      "account_id,date,net,net as it was\nA,2025-01-02,1.5,2025-01-02 00:00:00\n",
    );
    await expect(textOf(rows, {net: "list"})).rejects.toThrow(/column "list" is of type .*\[\], which has no place/);
    await expect(textOf(rows, {net: "pln"})).rejects.toThrow(/takes net from "pln"[\s\S]*did you mean "pnl"/);
    await expect(textOf("select [1] as list")).rejects.toThrow("none of its columns can be read");
  });

  test("what is no Parquet file, or a damaged one", async () => {
    const folder = aFolder({
      "text.parquet": "account_id,date,net\nA,2025-01-02,1\n",
      "empty.parquet": "",
      "folder.parquet/": "",
    });
    const message = (name: string) =>
      readParquetSource("daily", name, join(folder, name)).then(
        () => expect.fail("no error"),
        (error: Error) => {
          expect(error.name).toBe("IngestError");
          expect(error.message).not.toContain(folder);
          return error.message;
        },
      );
    expect(await message("text.parquet")).toContain("is no Parquet file");
    expect(await message("empty.parquet")).toContain("is no Parquet file");
    expect(await message("folder.parquet")).toContain("is not a file");
    expect(await message("none.parquet")).toContain("ENOENT");
    const path = join(folder, "cut.parquet");
    await parquet("select i, hash(i) as h from range(10000) t(i)", path);
    const {readFileSync} = await import("node:fs");
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.subarray(0, bytes.length - 100));
    expect(await message("cut.parquet")).toContain("is no Parquet file, or is damaged");
    bytes.fill(0xff, 2000, 4000);
    writeFileSync(path, bytes);
    expect(await message("cut.parquet")).toContain("is no Parquet file, or is damaged");
  });

  test("a path with the marks of a pattern is that file and no other", async () => {
    const folder = aFolder({});
    mkdirSync(join(folder, "a"));
    mkdirSync(join(folder, "[ab]"));
    await parquet("select 1 as net", join(folder, "a", "daily.parquet"));
    await parquet("select 2 as net", join(folder, "[ab]", "daily.parquet"));
    const {text} = await readParquetSource("daily", "daily.parquet", join(folder, "[ab]", "daily.parquet"));
    expect(text).toBe("net\n2\n");
  });

  test("names and values that look like SQL are names and values", async () => {
    expect(await textOf(`select '''; DROP TABLE fills; --' as "x""; --", 1 as net`)).toBe(
      `"x""; --",net\n'; DROP TABLE fills; --,1\n`.replace("'; DROP TABLE fills; --", `"'; DROP TABLE fills; --"`),
    );
  });
});
