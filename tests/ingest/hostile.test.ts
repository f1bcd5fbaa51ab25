import {closeSync, mkdirSync, openSync, symlinkSync, truncateSync, writeFileSync, writeSync} from "node:fs";
import {join} from "node:path";
import {gzipSync} from "node:zlib";
import {describe, expect, test} from "vitest";
import {folderFiles, IngestError, readFolder} from "../../src/lib/ingest/index.ts";
import {readBytes} from "../../src/lib/ingest/read-bytes.ts";
import {decodeText} from "../../src/lib/ingest/text.ts";
import {aFolder, asides, dailyRows, readFiles} from "./a-folder.ts";

const DAILY = "account_id,date,net\nA,2025-01-02,1\nA,2025-01-03,-2\n";
const utf8 = (text: string) => new TextEncoder().encode(text);

function refusal(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(IngestError);
    return (error as Error).message;
  }
  return expect.fail("no error");
}

describe("how text is written", () => {
  const text = DAILY.replace(/A,/g, "Zoë,");
  test.each<[string, Uint8Array, string]>([
    ["UTF-8", utf8(text), "UTF-8"],
    ["UTF-8 with a byte-order mark", utf8(`\ufeff${text}`), "UTF-8"],
    ["UTF-16, little end first", new Uint8Array(Buffer.from(`\ufeff${text}`, "utf16le")), "UTF-16"],
    ["UTF-16, big end first", new Uint8Array(Buffer.from(`\ufeff${text}`, "utf16le").swap16()), "UTF-16"],
    ["Latin-1", new Uint8Array(Buffer.from(text, "latin1")), "Windows-1252"],
    ["CRLF", utf8(text.replaceAll("\n", "\r\n")), "UTF-8"],
    ["CR", utf8(text.replaceAll("\n", "\r")), "UTF-8"],
    ["a spreadsheet's line of the separator", utf8(`sep=;\r\n${text.replaceAll(",", ";")}`), "UTF-8"],
  ])("%s gives the same rows", (_, bytes, encoding) => {
    expect(decodeText(bytes).encoding).toBe(encoding);
    const desk = readFiles({"daily.csv": bytes});
    expect(dailyRows(desk)).toEqual(["Zoë 2025-01-02 1", "Zoë 2025-01-03 -2"]);
    expect(desk.quality.checks.find((c) => c.id === "encoding")?.count).toBe(encoding === "UTF-8" ? undefined : 1);
  });

  test("UTF-16 that ends in the middle of a letter", () => {
    const bytes = new Uint8Array(Buffer.from(`\ufeff${DAILY}`, "utf16le").swap16());
    expect(decodeText(bytes.subarray(0, bytes.length - 1)).encoding).toBe("UTF-16");
  });

  test("signs of Windows-1252 that Latin-1 has not", () => {
    expect(decodeText(new Uint8Array([0x80, 0x20, 0x93, 0x61])).text).toBe("€ “a");
  });
});

describe("files that are too much", () => {
  test("a line of a gigabyte is given up after four megabytes", () => {
    const folder = aFolder({});
    const path = join(folder, "daily.csv");
    writeFileSync(path, "account_id,date,net\n");
    truncateSync(path, 1e9); // a sparse file: zeros without an end of line
    const before = process.memoryUsage().rss;
    expect(refusal(() => readBytes("daily.csv", path))).toMatch(
      /daily\.csv: a line is longer than 4 MB\n.*from byte 21 on\n.*one line a row/,
    );
    expect(process.memoryUsage().rss - before).toBeLessThan(200e6);
  });

  test("more than 400 MB of lines is refused before it is read", () => {
    const folder = aFolder({});
    const path = join(folder, "daily.csv");
    writeFileSync(path, "account_id,date,net\n".repeat(300_000)); // 6 MB of lines, so that the first piece has nothing else
    truncateSync(path, 4.1e8);
    expect(refusal(() => readBytes("daily.csv", path))).toMatch(/larger than 400 MB\n.*410 MB/);
  });

  test("a limit is exact, over pieces too", () => {
    const path = join(aFolder({"x.csv": `ab\n${"c".repeat(2_000_000)}\nd\n`}), "x.csv");
    expect(readBytes("x.csv", path, {line: 2_000_000}).length).toBe(2_000_006);
    expect(refusal(() => readBytes("x.csv", path, {line: 1_999_999}))).toContain("from byte 4 on");
  });

  test("an archive is not unpacked, whatever it would become", () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000), {level: 9});
    expect(bomb.length).toBeLessThan(100_000);
    expect(refusal(() => readFiles({"daily.csv": bomb}))).toMatch(/not CSV text\n.*gzip archive: unpack it/);
  });

  test("ten thousand columns are refused at once, two thousand are not", () => {
    const wide = (n: number) => {
      const names = Array.from({length: n - 3}, (_, i) => `c${i}`).join(",");
      return `account_id,date,net,${names}\nA,2025-01-02,1${",1".repeat(n - 3)}\n`;
    };
    expect(refusal(() => readFiles({"daily.csv": wide(10_000)}))).toMatch(/more than 2000 columns\n.*10000 columns/);
    expect(Object.keys(readFiles({"daily.csv": wide(2000)}).daily.columns)).toHaveLength(2000);
  });
});

describe("files that are not what they should be", () => {
  test("a file cut off in the middle of a row or a quote loses that row alone", () => {
    expect(asides(readFiles({"daily.csv": `${DAILY}A,2025-01-06,`}))).toEqual(["daily.csv:4 net is empty"]);
    expect(asides(readFiles({"daily.csv": `${DAILY}"A,2025-01-06,1`}))).toEqual([
      "daily.csv:4 a quote opens on this line and does not close on it",
    ]);
  });

  test("values with line ends within quotes are values; rows within open quotes are rows", () => {
    const desk = readFiles({
      "daily.csv":
        'account_id,date,net,note\nA,2025-01-02,1,"two\nlines"\nA,2025-01-03,2,"\nA,2025-01-06,3,x\nA,2025-01-07,4,"end\n',
    });
    expect(dailyRows(desk)).toEqual(["A 2025-01-02 1", "A 2025-01-06 3"]);
    expect(desk.quality.files[0]).toMatchObject({rowsRead: 4, rowsUsed: 2, rowsSetAside: 2, joinedLines: 1});
  });

  test("the wrong delimiter in the rows, and decimal commas among points", () => {
    const desk = readFiles({
      "daily.csv": "account_id;date;net\nA;2025-01-02;1.5\nA,2025-01-03,2\nA;2025-01-06;2,5\nA;2025-01-07;3.5\n",
    });
    expect(dailyRows(desk)).toEqual(["A 2025-01-02 1.5", "A 2025-01-07 3.5"]);
    expect(asides(desk).map((a) => a.slice(0, 24))).toEqual(["daily.csv:3 has 1 field ", 'daily.csv:4 net "2,5" is']);
  });

  test("a link that leads to itself, or nowhere, is named", () => {
    const folder = aFolder({"daily.csv": DAILY});
    symlinkSync("loop.csv", join(folder, "loop.csv"));
    expect(refusal(() => folderFiles(folder))).toMatch(/loop\.csv: cannot be read\n.*ELOOP/);
  });

  test("folders that lead into each other are not entered", () => {
    const folder = aFolder({"daily.csv": DAILY});
    mkdirSync(join(folder, "deep"));
    symlinkSync("..", join(folder, "deep", "up"));
    expect(folderFiles(folder).map((f) => f.name)).toEqual(["daily.csv"]);
  });

  test.skipIf(process.getuid?.() === 0)("a file that may not be read is named", () => {
    const folder = aFolder({"daily.csv": DAILY, "export.csv": "x"});
    closeSync(openSync(join(folder, "locked.csv"), "w", 0o000));
    expect(refusal(() => folderFiles(folder))).toMatch(/locked\.csv: cannot be read\n.*EACCES/);
  });

  test("a file that grows while it is read is read to its end at that moment", () => {
    const path = join(aFolder({"daily.csv": DAILY}), "daily.csv");
    const file = openSync(path, "a");
    writeSync(file, "A,2025-01-06,3\n");
    closeSync(file);
    expect(readBytes("daily.csv", path).length).toBe(DAILY.length + 15);
  });
});

describe("names that would be code elsewhere are names here", () => {
  const evil = [
    "'; DROP TABLE fills; --",
    "<img src=x onerror=alert(1)>",
    "=cmd|' /C calc'!A0",
    "@SUM(A1)",
    "-2+3",
    "+1",
  ];

  test("accounts and symbols keep every letter", () => {
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
    const desk = readFiles({
      "daily.csv": `account_id,date,net\n${evil.map((name) => `${quoted(name)},2025-01-02,1`).join("\n")}\n`,
      "fills.csv": `account_id,time,symbol,side,quantity,price\n${evil.map((name) => `${quoted(name)},2025-01-02 10:00,${quoted(name)},buy,1,2`).join("\n")}\n`,
      "market.csv": `date,symbol,close\n${evil.map((name) => `2025-01-02,${quoted(name)},1`).join("\n")}\n`,
    });
    expect(new Set(desk.accounts)).toEqual(new Set(evil));
    expect(new Set(desk.market!.columns.symbol as string[])).toEqual(new Set(evil));
    expect(desk.setAside.rows).toBe(0);
  });

  test("in an export too", () => {
    const folder = aFolder({
      "daily.csv": `account_id,date,net\n${evil[1]},2025-03-03,1\n`,
      "x.csv": `Date/Time,Account,B/S,Qty,Symbol,Price\n03/03/25 10:00:00,${evil[1]},B,1,${evil[0]},2\n`,
    });
    const desk = readFolder(folderFiles(folder));
    expect(desk.accounts).toEqual([evil[1]]);
    expect((desk.daily.columns.fills as Float64Array)[0]).toBe(1);
  });

  test("names of objects' own properties are columns like others", () => {
    const desk = readFiles({"daily.csv": "account_id,date,net,__proto__,constructor,toString\nA,2025-01-02,1,2,3,4\n"});
    expect(Object.keys(desk.daily.columns).slice(3)).toEqual([
      "__proto___column",
      "constructor_column",
      "toString_column",
    ]);
  });
});
