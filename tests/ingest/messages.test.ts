import {closeSync, ftruncateSync, openSync, writeSync} from "node:fs";
import {join} from "node:path";
import {describe, expect, test} from "vitest";
import {folderFiles} from "../../src/lib/ingest/index.ts";
import {hashLarge} from "../../src/lib/ingest/large-fills.ts";
import {aFolder, readFiles} from "./a-folder.ts";

const DAILY = "account_id,date,net\nA,2025-01-02,1\nA,2025-01-03,2\n";

describe("a file that cannot be read says what it is, and what to do", () => {
  test.each([
    [
      "a separator that is none",
      DAILY.replaceAll(",", "^"),
      /is one column: it is not separated by commas.*\n.*"account_id\^date\^net"/,
    ],
    ["UTF-16 without its mark", Buffer.from(DAILY, "utf16le"), /UTF-16 text without its byte-order mark.*\n.*UTF-8/],
    ["a web page", "<!DOCTYPE html><html><body>Log in</body></html>", /a web page \(HTML\).*\n.*save it as CSV/],
  ])("%s", (_, content, message) => {
    expect(() => readFiles({"daily.csv": content})).toThrow(message);
  });

  test.each([
    [{"daily.csv.gz": "x"}, /unpack archives; add daily\.csv/],
    [{"daily.xlsx": "x"}, /save it as daily\.csv \(CSV text\)/],
    [{"report.html": "x"}, /save workbooks and pages as CSV; add daily\.csv/],
  ])("%j", (files, message) => {
    expect(() => folderFiles(aFolder(files))).toThrow(message);
  });

  test("fills from which no P&L follows say why", () => {
    const fills = (header: string, row: string) => () => readFiles({"fills.csv": `${header}\n${row}\n`});
    expect(fills("account,time,side,quantity,price", "A,2025-01-02,BUY,1,2")).toThrow(/none of its fills has a symbol/);
    expect(fills("account,time,symbol,quantity,price", "A,2025-01-02,X,1,2")).toThrow(
      /which of its fills buy and which sell/,
    );
    expect(fills("account,time,symbol,side,quantity,price", "A,nine,X,BUY,1,2")).toThrow(
      /none of its 1 row can be used\n.*Time|time "nine"/,
    );
  });

  test("a large file with a line that goes on and on is given up there, whatever stands before it", () => {
    const path = join(aFolder({}), "fills.csv");
    const file = openSync(path, "w");
    writeSync(file, `account_id,time\n${"A,2025-01-02\n".repeat(400_000)}`);
    ftruncateSync(file, 1_000_000_000); // a hole: nothing is written
    closeSync(file);
    expect(() => hashLarge({name: "fills.csv", path})).toThrow(/a line is longer than 2 MB\n.*from byte 5200017 on/);
    const small = join(aFolder({"fills.csv": DAILY.repeat(100_000)}), "fills.csv");
    expect(hashLarge({name: "fills.csv", path: small}).bytes).toBe(DAILY.length * 100_000);
  });
});
