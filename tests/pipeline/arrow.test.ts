import {createRequire} from "node:module";
import * as arrow from "apache-arrow";
import {tableFromArrays, tableFromIPC, tableToIPC, type Vector, vectorFromArray} from "apache-arrow";
import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {table} from "../../src/lib/numeric/index.ts";
import {decodeTable, encodeTable} from "../../src/lib/pipeline/arrow.ts";

const origin = {simulated: true, description: "Simulated desk, seed 7 (é)"};
const sample = () =>
  table({
    trader: Int32Array.of(0, -5, 2147483647),
    net: Float64Array.of(0.1, Number.NaN, -0),
    name: ["é", "", "é"],
    side: ["sell", "buy", "sell"],
  });

describe("encodeTable", () => {
  it("comes back as it went, with its origin", () => {
    const back = decodeTable(encodeTable(sample(), origin));
    expect(back.table).toEqual(sample());
    expect(Object.is(back.table.columns.net[2], -0)).toBe(true);
    expect(back.origin).toEqual(origin);
    expect(decodeTable(encodeTable(sample(), {...origin, simulated: false})).origin.simulated).toBe(false);
  });

  it("gives the same bytes again, after other tables were encoded and dictionaries were made", () => {
    const first = encodeTable(sample(), origin);
    for (let i = 0; i < 5; i++) encodeTable(table({a: ["x"], b: ["y"], c: ["z"]}), origin);
    vectorFromArray(["a", "b"]); // takes an id from apache-arrow's own counter
    expect(Buffer.compare(encodeTable(sample(), origin), first)).toBe(0);
  });

  it("writes every NaN with the same bits", () => {
    const bits = (high: number, low: number) => new Float64Array(Uint32Array.of(low, high).buffer);
    const plain = encodeTable(table({x: bits(0x7ff80000, 0)}), origin);
    for (const odd of [bits(0xfff80000, 0), bits(0x7ff80000, 1), bits(0xffffffff, 0xffffffff)]) {
      expect(odd[0]).toBeNaN();
      expect(Buffer.compare(encodeTable(table({x: odd}), origin), plain)).toBe(0);
    }
  });

  it("leaves the table it is given alone", () => {
    const odd = new Float64Array(Uint32Array.of(1, 0xfff80000).buffer);
    encodeTable(table({x: odd}), origin);
    expect([...new Uint32Array(odd.buffer)]).toEqual([1, 0xfff80000]);
  });

  it("numbers text in order of first appearance, one dictionary a column", () => {
    const read = tableFromIPC(encodeTable(sample(), origin));
    const side = read.getChild("side")!.data[0];
    expect([...side.values].slice(0, side.length)).toEqual([0, 1, 0]);
    expect([...side.dictionary!]).toEqual(["sell", "buy"]);
    expect(read.schema.fields.map((f) => `${f.name}: ${f.type}, ${f.nullable}`)).toEqual([
      "trader: Int32, false",
      "net: Float64, false",
      "name: Dictionary<Int32, Utf8>, false",
      "side: Dictionary<Int32, Utf8>, false",
    ]);
    expect(read.schema.dictionaries.size).toBe(2);
  });

  it("keeps the columns of an empty table, and a table without columns", () => {
    const empty = table({a: new Float64Array(0), b: new Int32Array(0), c: [] as string[]});
    expect(decodeTable(encodeTable(empty, origin)).table).toEqual(empty);
    expect(decodeTable(encodeTable(table({}), origin)).table).toEqual({rows: 0, columns: {}});
  });

  it("holds any text and any number", () => {
    const column = fc.record({x: fc.double(), t: fc.string({unit: "grapheme"}), i: fc.integer()});
    fc.assert(
      fc.property(fc.array(column), (rows) => {
        const given = table({
          x: Float64Array.from(rows, (r) => r.x),
          t: rows.map((r) => r.t),
          i: Int32Array.from(rows, (r) => r.i),
        });
        expect(decodeTable(encodeTable(given, origin)).table).toEqual(given);
      }),
    );
  });

  it("refuses what is no table", () => {
    expect(() => encodeTable({rows: 2, columns: {x: Float64Array.of(1)}}, origin)).toThrow(
      'column "x" has 1 rows; the table says 2',
    );
    expect(() => encodeTable({rows: 1, columns: {x: [1] as unknown as string[]}}, origin)).toThrow(
      'column "x" row 0 is not text: 1',
    );
    expect(() => encodeTable({rows: 1, columns: {x: Uint8Array.of(1) as never}}, origin)).toThrow(
      "neither Float64Array",
    );
  });
});

describe("decodeTable", () => {
  it("reads what another writer split into several batches, each with its own dictionary", () => {
    const one = tableFromIPC(encodeTable(table({s: ["a", "b"], x: Float64Array.of(1, 2)}), origin));
    const two = tableFromIPC(encodeTable(table({s: ["c", "a"], x: Float64Array.of(3, 4)}), origin));
    const both = new arrow.Table(one.schema, [...one.batches, ...two.batches]);
    expect(decodeTable(tableToIPC(both, "stream")).table).toEqual(
      table({s: ["a", "b", "c", "a"], x: Float64Array.of(1, 2, 3, 4)}),
    );
  });

  it("refuses types and nulls that a table cannot hold", () => {
    expect(() => decodeTable(tableToIPC(tableFromArrays({b: [true, false]}), "stream"))).toThrow(
      'column "b" has type Bool',
    );
    const withNull = new arrow.Table({x: vectorFromArray([1, null], new arrow.Float64()) as Vector});
    expect(() => decodeTable(tableToIPC(withNull, "stream"))).toThrow('column "x" holds nulls');
  });
});

describe("DuckDB-WASM", () => {
  it("reads tables with rows and without from the stream", async () => {
    const require = createRequire(import.meta.url);
    const duckdb = require("@duckdb/duckdb-wasm/blocking") as typeof import("@duckdb/duckdb-wasm/blocking");
    const wasm = (name: string) => ({mainModule: require.resolve(`@duckdb/duckdb-wasm/dist/${name}`), mainWorker: ""});
    const bundles = {mvp: wasm("duckdb-mvp.wasm"), eh: wasm("duckdb-eh.wasm")};
    const database = await duckdb.createDuckDB(bundles, new duckdb.VoidLogger(), duckdb.NODE_RUNTIME);
    await database.instantiate(() => {});
    const connection = database.connect();
    const insert = (name: string, bytes: Uint8Array) =>
      connection.insertArrowFromIPCStream(bytes, {name, schema: "main", create: true});
    insert("rows", encodeTable(sample(), origin));
    insert("bare", encodeTable(table({x: new Float64Array(0), s: [] as string[]}), origin));
    const rows = (sql: string) =>
      connection
        .query(sql)
        .toArray()
        .map((row) => row.toJSON());
    expect(rows("select side, count(*)::int n, max(trader) t from rows group by side order by side")).toEqual([
      {side: "buy", n: 1, t: -5},
      {side: "sell", n: 2, t: 2147483647},
    ]);
    expect(rows("select count(*)::int n from rows where isnan(net)")).toEqual([{n: 1}]);
    expect(rows("select column_name c, column_type t from (describe bare)")).toEqual([
      {c: "x", t: "DOUBLE"},
      {c: "s", t: "VARCHAR"},
    ]);
    expect(rows("select * from bare")).toEqual([]);
    connection.close();
  });
});
