import {truncateSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {describe, expect, test} from "vitest";
import {fits, kindOfName, ruleFor} from "../../src/lib/ingest/file-rules.ts";
import {kindCandidates} from "../../src/lib/ingest/kinds.ts";
import {recogniseFile, wordsFor} from "../../src/lib/ingest/recognise-file.ts";
import {aFolder, dailyRows, readFiles} from "./a-folder.ts";

describe("kinds of our own, by their header", () => {
  test.each([
    ["account_id,date,net", ["daily"]],
    ["Trader;Day;P&L;Trades", ["daily"]],
    ["login\ttime\tqty\tprice", ["fills"]],
    ["date,close", ["market"]],
    ["<DATE>,<TIME>,<OPEN>,<HIGH>,<LOW>,<CLOSE>,<VOL>", ["market"]],
    ["account,date,factor", ["interventions"]],
    ["account,date,prediction", ["predictions"]],
    ["account,date,mood", []],
    ["account,date,price", []], // a close, but of an account
    ["account,date,net,p_loss", ["daily", "predictions"]],
    ["remember the milk", []],
    ["", []],
    ["\n\naccount,date,net\n", ["daily"]],
  ])("%j fits %j", (header, kinds) => {
    expect(kindCandidates({text: `${header}\nx\n`}).map((c) => c.kind)).toEqual(kinds);
  });
});

describe("rules", () => {
  const rule = (file: string) => ({file});
  test.each([
    ["a.csv", "a.csv", true],
    ["a*.csv", "a.csv", true],
    ["a*.csv", "abc.csv", true],
    ["a*.csv", "ba.csv", false],
    ["*a*b*", "xxaxxbxx", true],
    ["*a*b*", "xxbxxa", false],
    ["a*a", "a", false],
    ["*", "x.csv", true],
    ["*", "daily.csv", false],
    ["*", ".hidden", false],
    ["*.csv", "daily.csv", true],
  ])("%s on %s: %s", (file, name, fit) => {
    expect(fits(rule(file), name)).toBe(fit);
  });

  test("the first that fits holds", () => {
    const rules = [
      {file: "a*", account: "1"},
      {file: "*", account: "2"},
    ];
    expect([ruleFor("ab", rules)?.account, ruleFor("b", rules)?.account, ruleFor("daily.csv", rules)]).toEqual([
      "1",
      "2",
      undefined,
    ]);
  });

  test("kinds of names", () => {
    expect(["daily.csv", "market.parquet", "daily.txt"].map(kindOfName)).toEqual(["daily", "market", null]);
  });
});

test("a large file is recognised by its beginning, without reading the rest", () => {
  const folder = aFolder({});
  const path = join(folder, "big.csv");
  writeFileSync(path, "Date/Time,Account,B/S,Qty,Symbol,Price\n03/03/25 10:00:00,A,B,1,X,2\n");
  truncateSync(path, 3e9);
  expect(recogniseFile("big.csv", path, null)).toMatchObject({as: "propreports-fills", told: false});
});

test("what is no text is not recognised", () => {
  const folder = aFolder({"a.csv": new Uint8Array([0x50, 0x4b, 3, 4]), "b.csv": ""});
  expect(recogniseFile("a.csv", join(folder, "a.csv"), null)).toBeNull();
  expect(recogniseFile("b.csv", join(folder, "b.csv"), "daily")).toMatchObject({as: "daily"});
});

test("words for what a file was taken for", () => {
  expect([wordsFor("market"), wordsFor("ib-flex")]).toEqual(["market bars", "Interactive Brokers Flex Query"]);
});

test("daily.csv with an account is the desk's own, whatever else it has; another name says PropReports, and its account counts", () => {
  const text = "account_id,date,orders,fills,qty,gross,net\nA,2025-01-02,1,1,1,1,1\nB,2025-01-02,1,1,1,2,2\n";
  const folder = aFolder({"daily.csv": text, "x.csv": text});
  expect(recogniseFile("daily.csv", join(folder, "daily.csv"), "daily")).toMatchObject({as: "daily"});
  expect(recogniseFile("x.csv", join(folder, "x.csv"), null)).toMatchObject({as: "propreports-summary"});
  expect(dailyRows(readFiles({"x.csv": text}))).toEqual(["A 2025-01-02 1", "B 2025-01-02 2"]);
});

test("many comments above the root of an XML file cost nothing", () => {
  const text = `${"<!---->".repeat(2000)}<Flex`;
  const path = join(aFolder({"x.xml": text}), "x.xml");
  expect(recogniseFile("x.xml", path, null)).toBeNull();
});
