import {symlinkSync} from "node:fs";
import {join} from "node:path";
import {describe, expect, test} from "vitest";
import {folderFiles, IngestError, readFolder} from "../../src/lib/ingest/index.ts";
import {aFolder, asides, dailyRows, readFiles} from "./a-folder.ts";

const DAILY = "account_id,date,net\nA,2025-01-02,1\nA,2025-01-03,-2\nB,2025-01-02,3\n";

/** The error's message; fails if there is none or it is another kind. */
function messageOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(IngestError);
    return (error as Error).message;
  }
  return expect.fail("no error");
}

describe("folders", () => {
  test("a folder that is not there", () => {
    const folder = join(aFolder({}), "nowhere");
    expect(messageOf(() => folderFiles(folder))).toMatch(
      /nowhere: there is no such folder\n.*ENOENT\n.*check the path/,
    );
  });

  test("what is said of all exports is not said of the market bars beside them", () => {
    const folder = aFolder({
      "a.csv": "Date,Time,Symbol,Quantity,Price,Side\n3/3/2025,10:00,X,1,10,B\n",
      "bars.csv": "date,symbol,close\n2025-03-03,X,11\n",
    });
    const taken = folderFiles(folder, [{file: "*", as: "tradervue"}]).map((file) => [file.name, file.taken?.as]);
    expect(taken).toEqual([
      ["a.csv", "tradervue"],
      ["bars.csv", "market"],
    ]);
  });

  test("delimiters at the end of rows, and a line for spreadsheets above the header", () => {
    const desk = readFiles({
      "daily.csv": "sep=;\r\naccount_id;date;net\r\nA;2025-01-02;1;\r\nA;2025-01-03;-2;;\r\nA;2025-01-06;3;x\r\n",
      "bars.csv": "sep=,\ndate,close\n2025-01-02,1\n",
    });
    expect(dailyRows(desk)).toEqual(["A 2025-01-02 1", "A 2025-01-03 -2"]);
    expect(asides(desk)).toEqual([expect.stringMatching(/^daily\.csv:5 has 4 fields where the header has 3/)]);
    expect(desk.quality.files.map(({file, rowsRead}) => [file, rowsRead])).toEqual([
      ["daily.csv", 3],
      ["bars.csv", 1],
    ]);
  });

  test("a file where a folder should be", () => {
    const folder = aFolder({"daily.csv": DAILY});
    expect(messageOf(() => folderFiles(join(folder, "daily.csv")))).toContain("is not a folder");
  });

  test("a folder that cannot be read", () => {
    const folder = aFolder({});
    symlinkSync("loop", join(folder, "loop"));
    expect(messageOf(() => folderFiles(join(folder, "loop")))).toMatch(/the folder cannot be read\n.*ELOOP/);
  });

  test("no daily.csv", () => {
    expect(messageOf(() => folderFiles(aFolder({})))).toMatch(
      /there is no daily\.csv, and no file in it is recognised.*\n.*an empty folder\n.*add daily\.csv/,
    );
    expect(messageOf(() => folderFiles(aFolder({"notes.txt": "x"})))).toContain('"notes.txt"');
    expect(messageOf(() => readFolder([]))).toContain("there is no daily.csv");
    expect(messageOf(() => readFolder([{name: "market.csv", path: "x"}]))).toContain("market.csv");
  });

  test("lists what is read in a fixed order, and leaves the rest", () => {
    const folder = aFolder({
      "market.csv": "x",
      "README.md": "",
      "daily.csv": "x",
      "predictions.csv": "x",
      "backup/": "",
    });
    expect(folderFiles(folder).map((f) => f.name)).toEqual(["daily.csv", "predictions.csv", "market.csv"]);
  });

  test.each([
    ["prediction.csv", "predictions.csv"],
    ["Daily.csv", "daily.csv"],
    ["daily.CSV", "daily.csv"],
    ["markets.csv", "market.csv"],
  ])("%s is not passed over in silence", (name, meant) => {
    expect(messageOf(() => folderFiles(aFolder({[name]: "x"})))).toContain(`rename it to ${meant}`);
  });

  test("a copy beside the right file is nobody's error", () => {
    expect(folderFiles(aFolder({"daily.csv": DAILY, "daily2.csv": "x"}))).toHaveLength(1);
  });
});

describe("files that cannot be used", () => {
  test.each<[string, string | Uint8Array, string]>([
    ["empty", "", "the file is empty (0 bytes)"],
    ["blank", "\n\r\n", "the file is blank"],
    ["header only", "account_id,date,net\n", "a header and no rows"],
    ["a wrong header", "who,when,how much\nA,2025-01-02,1\n", "no column holds the account"],
    ["no header", "A,2025-01-02,1\nA,2025-01-03,1\n", "the first line looks like data"],
    ["a workbook", new Uint8Array([0x50, 0x4b, 3, 4, 0, 0]), "an Excel workbook"],
    ["an old workbook", new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0, 0]), "an old Excel workbook"],
    ["gzip", new Uint8Array([0x1f, 0x8b, 8]), "gzip"],
    ["parquet", new TextEncoder().encode("PAR1..."), "Parquet"],
    ["a database", new TextEncoder().encode("SQLite format 3\0"), "SQLite"],
    ["binary", new Uint8Array([1, 0, 2, 0, 3]), "binary data"],
    ["no usable row", "account_id,date,net\nA,2025-02-30,1\nA,x,1\n", "none of its 2 rows can be used"],
  ])("daily.csv that is %s", (_, content, what) => {
    expect(messageOf(() => readFiles({"daily.csv": content}))).toContain(what);
  });

  test.each(["predictions", "fills", "market", "interventions"])("%s.csv with a header only", (name) => {
    const headers = {
      predictions: "account_id,date,p_loss",
      fills: "account_id,time,symbol,side,quantity,price",
      market: "date,close",
      interventions: "account_id,date,multiplier",
    };
    const content = `${headers[name as keyof typeof headers]}\n`;
    expect(messageOf(() => readFiles({"daily.csv": DAILY, [`${name}.csv`]: content}))).toMatch(
      new RegExp(`^${name}\\.csv: the file has a header and no rows`),
    );
  });

  test("a folder named daily.csv", () => {
    expect(messageOf(() => readFiles({"daily.csv/": ""}))).toMatch(/daily\.csv: is not a file\n.*a folder/);
  });

  test("a file that is gone, or cannot be opened", () => {
    const folder = aFolder({});
    symlinkSync("daily.csv", join(folder, "daily.csv"));
    expect(messageOf(() => readFolder([{name: "daily.csv", path: join(folder, "gone")}]))).toMatch(/ENOENT/);
    expect(messageOf(() => readFolder([{name: "daily.csv", path: join(folder, "daily.csv")}]))).toMatch(
      /daily\.csv: cannot be read\n.*ELOOP\n.*symbolic link/,
    );
  });

  test("no message shows a path of this machine for a file of the folder", () => {
    expect(messageOf(() => readFiles({"daily.csv": ""}))).not.toContain("proofbook-ingest-");
  });

  test("predictions without a prediction, or for other days", () => {
    const read = (predictions: string) =>
      messageOf(() => readFiles({"daily.csv": DAILY, "predictions.csv": predictions}));
    expect(read("account_id,date,note\nA,2025-01-02,x\n")).toContain("no column holds predictions");
    expect(read("account_id,date,p\nA,2026-01-02,.5\n")).toMatch(
      /none of its 1 row can be used\n.*no usable row in daily\.csv/,
    );
  });

  test("a signal that the study names and no column holds", () => {
    const files = {"daily.csv": DAILY, "predictions.csv": "account_id,date,p_loss,happened\nA,2025-01-02,.5,1\n"};
    expect(messageOf(() => readFiles(files, {signals: [{name: "p_los"}]}))).toMatch(
      /names p_los.*\n.*p_loss and happened\n.*did you mean "p_loss"/,
    );
    expect(messageOf(() => readFiles(files, {signals: [{name: "p_loss", outcome: "zzzzzzzz"}]}))).toContain(
      "names zzzzzzzz",
    );
    expect(messageOf(() => readFiles({"daily.csv": DAILY}, {signals: [{name: "p"}]}))).toContain(
      "there is no such file",
    );
    expect(readFiles(files, {signals: [{name: "p_loss", outcome: "happened"}]}).predictions!.rows).toBe(1);
  });
});

describe("a desk", () => {
  test("of one trader and one day", () => {
    const desk = readFiles({"daily.csv": "account_id,date,net\nA,2025-01-02,-1.5"});
    expect(dailyRows(desk)).toEqual(["A 2025-01-02 -1.5"]);
    expect(desk).toMatchObject({accounts: ["A"], days: ["2025-01-02"], predictions: null, market: null, truth: null});
    expect(desk.setAside.rows).toBe(0);
  });

  test("is sorted by trader and day, whatever the order of the file", () => {
    const desk = readFiles({
      "daily.csv": "net,date,account\n1,2025-01-03,b\n2,2025-01-02,b\n3,2025-01-03,B\n4,2025-01-02,é\n",
    });
    expect(desk.accounts).toEqual(["B", "b", "é"]);
    expect(dailyRows(desk)).toEqual(["B 2025-01-03 3", "b 2025-01-02 2", "b 2025-01-03 1", "é 2025-01-02 4"]);
  });

  test("of files with a byte-order mark, CRLF, tabs and semicolons", () => {
    const desk = readFiles({
      "daily.csv": '\ufeffaccount_id;date;net\r\nA;2025-01-02;1.5\r\nA;2025-01-03;"2"\r\n',
      "market.csv": "date\tclose\n2025-01-02\t100\n2025-01-04\t101\n",
    });
    expect(dailyRows(desk)).toEqual(["A 2025-01-02 1.5", "A 2025-01-03 2"]);
    expect(Array.from(desk.market!.columns.day as Int32Array)).toEqual([0, -1]);
    expect(desk.market!.columns.date).toEqual(["2025-01-02", "2025-01-04"]);
    expect(desk.quality.checks.find((c) => c.id === "delimiter")).toMatchObject({
      count: 2,
      examples: ["daily.csv is separated by semicolons", "market.csv is separated by tabs"],
    });
  });

  test("with every optional file", () => {
    const desk = readFiles({
      "daily.csv": "account_id,date,net,trades,mood\nA,2025-01-02,1,5,.5\nA,2025-01-03,-2,,.25\nB,2025-01-02,3,0,1\n",
      "predictions.csv": "account_id,date,fold,score,large_loss\nB,2025-01-02,2,.5,1\nA,2025-01-02,1,,0\n",
      "interventions.csv": "account_id,date,multiplier\nA,2025-01-03,0.5\n",
      "market.csv":
        "date,symbol,high,low,close\n2025-01-03,X,3,1,2\n2025-01-02,Y,3,1,2\n2025-01-02,X,3,1,2.5\n2025-01-06,X,1,2,2\n",
    });
    const {trades, mood} = desk.daily.columns;
    expect([...(trades as Float64Array)]).toEqual([5, Number.NaN, 0]);
    expect([...(mood as Float64Array)]).toEqual([0.5, 0.25, 1]);
    expect(desk.predictions!.columns).toEqual({
      trader: Int32Array.of(0, 1),
      day: Int32Array.of(0, 0),
      fold: Float64Array.of(1, 2),
      score: Float64Array.of(Number.NaN, 0.5),
      large_loss: Float64Array.of(0, 1),
    });
    expect(desk.interventions!.columns).toEqual({
      trader: Int32Array.of(0),
      day: Int32Array.of(1),
      multiplier: Float64Array.of(0.5),
    });
    expect(desk.market!.columns.symbol).toEqual(["X", "Y", "X"]);
    expect([...(desk.market!.columns.close as Float64Array)]).toEqual([2.5, 2, 2]);
    expect(asides(desk)).toEqual(["market.csv:5 high is below low"]);
    expect(desk.origin.files.map((f) => f.name)).toEqual([
      "daily.csv",
      "predictions.csv",
      "market.csv",
      "interventions.csv",
    ]);
  });
});
