// Credentials here are made up.
import {describe, expect, test} from "vitest";
import {defineStudy, type StudyInput} from "../../src/lib/study/index.ts";

const study = (source: unknown) => () => defineStudy({title: "T", source} as StudyInput);
const tables = {daily: {table: "pnl"}};

describe("a database as a study's source", () => {
  test("a table, or a query with what is bound to it", () => {
    expect(study({kind: "database", url: {env: "DESK_DATABASE_URL"}, tables})().source).toEqual({
      kind: "database",
      url: {env: "DESK_DATABASE_URL"},
      tables,
      timeoutSeconds: 60,
    });
    const query = {query: "select * from pnl where desk = $1", parameters: ["A"]};
    expect(study({kind: "database", file: "desk.sqlite", tables: {daily: query}})().source).toMatchObject({
      tables: {daily: query},
    });
  });

  test.each<[string, unknown, RegExp]>([
    ["neither a server nor a file", {kind: "database", tables}, /give url: \{env/],
    ["both", {kind: "database", url: {env: "A"}, file: "x.sqlite", tables}, /one of them/],
    ["no table", {kind: "database", file: "x.sqlite", tables: {}}, /name at least one table/],
    [
      "neither table nor query",
      {kind: "database", file: "x.sqlite", tables: {daily: {tabel: "pnl"}}},
      /give \{table: "name"\}/,
    ],
    ["no name of a variable", {kind: "database", url: {env: "MY URL"}, tables}, /the name of an environment variable/],
    ["no timeout", {kind: "database", url: {env: "A"}, timeoutSeconds: 0, tables}, /timeoutSeconds/],
  ])("%s", (_, source, message) => {
    expect(study(source)).toThrow(message);
  });

  test.each<[string, unknown]>([
    ["source.url", {kind: "database", url: "postgres://reader:hunter2@db/desk", tables}],
    ["source.url.env", {kind: "database", url: {env: "postgres://reader:hunter2@db/desk"}, tables}],
    ["source.url.env", {kind: "database", url: {env: "postgres://reader:hun:ter2/@#?x@db/desk"}, tables}],
    ["source.url", {kind: "database", url: "mysql://hunter2-host/desk", tables}],
    ["source.file", {kind: "database", file: "mysql://reader:hunter2@db/desk", tables}],
    [
      "source.tables.daily.query",
      {kind: "database", file: "x.sqlite", tables: {daily: {query: "select dblink('postgres://u:hunter2@db/x')"}}},
    ],
    ["source.dsn", {kind: "database", dsn: "postgres://reader:hunter2@db/desk"}],
  ])("a connection URL in %s is refused by its place, and not shown", (place, source) => {
    let text = "";
    try {
      study(source)();
    } catch (error) {
      text = `${(error as Error).stack}${JSON.stringify(error)}`;
      expect((error as Error).name).toBe("StudyError");
    }
    expect(text).toContain(`${place}: holds the URL of a database`);
    expect(text).toContain('url: {env: "DESK_DATABASE_URL"}');
    expect(text).not.toContain("hunter2");
  });

  test("other text with a colon and an @ is no secret, except where it is a database's URL", () => {
    const titled = (title: string) => () => defineStudy({title, source: {kind: "simulated", desk: "tiny"}});
    expect(titled("See http://localhost:3000/users@x")().title).toContain("localhost");
    expect(titled("of postgres://reader:hunter2@db/desk")).toThrow(/^title: holds the URL of a database/);
  });
});
