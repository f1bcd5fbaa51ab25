import {describe, expect, test} from "vitest";
import {asides, dailyRows, readFiles} from "./a-folder.ts";

const daily = (...lines: string[]) =>
  readFiles({"daily.csv": ["account_id,date,net", "ok,2025-01-31,1", ...lines].join("\n")});

describe("rows that are set aside, each with its line and a reason", () => {
  test.each([
    ["A,2025-01-02", "has 2 fields where the header has 3"],
    [
      "A,2025-01-02,1,2",
      "has 4 fields where the header has 3; a value that holds the separator (a decimal comma?) needs quotes around it",
    ],
    ["A,2025-01-02,1,234.50", 'has 4 fields where the header has 3; a value such as "1,234.50" needs quotes around it'],
    [",,", "every field is empty"],
    [",2025-01-02,1", "account_id is empty"],
    ["A,,1", "date is empty"],
    ["A,2025-01-02,", "net is empty"],
    ["A,2025-01-02,NaN", 'net is not a number ("NaN")'],
    ["A,2025-01-02,Infinity", 'net is infinite ("Infinity")'],
    ["A,2025-01-02,lots", 'net "lots" is not a number'],
    ["A,2025-01-02,1e15", 'net "1e15" is absurd: beyond ±1e12 (another column, an id or a time stamp?)'],
    ['A,2025-01-02,"1.234,50"', 'net "1.234,50" is written with a decimal comma or dotted thousands; write 1234.50'],
    ["A,2025-02-30,1", 'date "2025-02-30" is not a day of the calendar between 1970 and 2100'],
    ["A,24/01/2025,1", 'date "24/01/2025" is written as DD/MM/YYYY; this file\'s dates are YYYY-MM-DD'],
    ["A,yesterday,1", 'date "yesterday" is not a date (write YYYY-MM-DD)'],
    ["A,2025-01-02 16:30:00,1", 'date "2025-01-02 16:30:00" has a time of day; give the date of the trading day alone'],
    ["A\u0007,2025-01-02,1", 'account_id has a control or invisible character ("A\\u0007")'],
    ["A\u202e,2025-01-02,1", 'account_id has a control or invisible character ("A\\u202e")'],
    ['"A,2025-01-02,1', "a quote opens on this line and does not close on it"],
    [`${"x".repeat(201)},2025-01-02,1`, `account_id is longer than 200 characters ("${"x".repeat(57)}...")`],
  ])("%j", (line, reason) => {
    const desk = daily(line);
    expect(asides(desk)).toEqual([`daily.csv:3 ${reason}`]);
    expect(desk.setAside.columns.row).toEqual([line]);
    expect(dailyRows(desk)).toEqual(["ok 2025-01-31 1"]);
    expect(desk.quality.files[0]).toMatchObject({rowsRead: 2, rowsUsed: 1, rowsSetAside: 1});
  });

  test("UTF-8 that is damaged, shown by letters that are sound", () => {
    const bytes = new Uint8Array([
      ...new TextEncoder().encode("account_id,date,net\nZoë,2025-01-02,1\nJos"),
      0xe9,
      ...new TextEncoder().encode(",2025-01-02,1\n"),
    ]);
    const desk = readFiles({"daily.csv": bytes});
    expect(asides(desk)).toEqual([expect.stringContaining("daily.csv:3 account_id is not UTF-8 text")]);
    expect(desk.accounts).toEqual(["Zoë"]);
  });

  test("a long line is kept short in the table", () => {
    const desk = daily(`${"y".repeat(100_000)},2025-01-02,1`);
    expect((desk.setAside.columns.row as string[])[0]).toBe(`${"y".repeat(400)}…`);
  });
});

test("values that are not plainly written are read and counted", () => {
  const desk = daily(
    'A,2025-01-02,"1,234.50"',
    "A,2025-01-03,(12.3)",
    "A,2025-01-06,$5",
    "A,2025-01-07,\u22125",
    "A,2025-01-08,1e3",
    "A,2025-01-09 00:00:00,7",
  );
  expect(dailyRows(desk).slice(0, 6)).toEqual([
    "A 2025-01-02 1234.5",
    "A 2025-01-03 -12.3",
    "A 2025-01-06 5",
    "A 2025-01-07 -5",
    "A 2025-01-08 1000",
    "A 2025-01-09 7",
  ]);
  expect(desk.quality.files[0].reformatted).toBe(6);
});

test("one decimal comma more than points makes 1.234 ambiguous in that file", () => {
  const desk = readFiles({"daily.csv": "account;date;net\nA;2025-01-02;12,5\nA;2025-01-03;1.234\nA;2025-01-06;7\n"});
  expect(dailyRows(desk)).toEqual(["A 2025-01-06 7"]);
  expect(asides(desk)).toEqual([
    'daily.csv:2 net "12,5" is written with a decimal comma or dotted thousands; write 1234.50',
    'daily.csv:3 net "1.234" is ambiguous in a file that has decimal commas; write 1234.50',
  ]);
});

test("account names are text, whatever they look like", () => {
  const names = [
    "<script>alert(1)</script>",
    "../../etc/passwd",
    "=1+1",
    "007",
    "Zoë O'Neil",
    "a b",
    "__proto__",
    "🙂",
  ];
  const desk = daily(...names.map((name) => `${name},2025-01-02,1`), '"x, ""y""",2025-01-02,1');
  expect(new Set(desk.accounts)).toEqual(new Set([...names, 'x, "y"', "ok"]));
  expect(desk.setAside.rows).toBe(0);
});

describe("dates", () => {
  const dated = (dates: string[], options = {}) =>
    readFiles({"daily.csv": ["account_id,date,net", ...dates.map((d, i) => `A${i},${d},1`)].join("\n")}, options);

  test("in two formats: the commoner one is the file's", () => {
    const desk = dated(["2025-01-02", "2025-01-03", "01/22/2025"]);
    expect(desk.quality.files[0].dateFormat).toBe("YYYY-MM-DD");
    expect(asides(desk)).toEqual([
      'daily.csv:4 date "01/22/2025" is written as MM/DD/YYYY; this file\'s dates are YYYY-MM-DD',
    ]);
  });

  test("in an order that no row decides: the study must say", () => {
    expect(() => dated(["01/02/2025", "03/04/2025"])).toThrow(
      /MM\/DD\/YYYY or as DD\/MM\/YYYY, and no row decides which\n.*"01\/02\/2025"\n.*dateFormat/,
    );
    expect(() => dated(["13/02/2025", "02/14/2025"])).toThrow(
      "as many dates fit only MM/DD/YYYY as fit only DD/MM/YYYY",
    );
    expect(dated(["01/02/2025", "03/04/2025"], {dateFormat: "DD/MM/YYYY"}).days).toEqual(["2025-02-01", "2025-04-03"]);
    expect(dated(["01/02/2025", "03/04/2025"], {dateFormat: "MM/DD/YYYY"}).days).toEqual(["2025-01-02", "2025-03-04"]);
  });

  test("in another order than the study says", () => {
    expect(() => dated(["13/02/2025"], {dateFormat: "MM/DD/YYYY"})).toThrow(
      /the study says that dates are MM\/DD\/YYYY, and none/,
    );
    expect(dated(["2025-02-13"], {dateFormat: "MM/DD/YYYY"}).days).toEqual(["2025-02-13"]);
  });

  test("in both orders in one file: an error-level check", () => {
    const desk = dated(["13/02/2025", "14/02/2025", "02/15/2025", "03/04/2025"]);
    expect(desk.days).toEqual(["2025-02-13", "2025-02-14", "2025-04-03"]);
    expect(desk.quality.checks.find((c) => c.id === "mixed-dates")).toMatchObject({severity: "error", count: 1});
    expect(desk.quality.checks.find((c) => c.id === "set-aside")!.count).toBe(1);
  });
});

describe("rows that share account and date", () => {
  test("and agree: the first is used", () => {
    const desk = daily("A,2025-01-02,1", "A,2025-01-02,1.0", "A,2025-01-02,1");
    expect(dailyRows(desk)).toEqual(["A 2025-01-02 1", "ok 2025-01-31 1"]);
    expect(asides(desk)).toEqual(["daily.csv:4 repeats line 3 exactly", "daily.csv:5 repeats line 3 exactly"]);
  });

  test("and disagree: none is used, each names the others", () => {
    const desk = daily("A,2025-01-02,1", "A,2025-01-02,1", "A,2025-01-02,2");
    expect(dailyRows(desk)).toEqual(["ok 2025-01-31 1"]);
    expect(asides(desk)).toEqual([
      "daily.csv:3 contradicts lines 4 and 5: same account and date, other values",
      "daily.csv:4 contradicts lines 3 and 5: same account and date, other values",
      "daily.csv:5 contradicts lines 3 and 4: same account and date, other values",
    ]);
    expect(desk.quality.checks.find((c) => c.id === "contradictions")).toMatchObject({severity: "warning", count: 3});
  });

  test("with missing values alike agree", () => {
    const desk = readFiles({
      "daily.csv": "account,date,net,fees\nA,2025-01-02,1,\nA,2025-01-02,1,NA\nB,2025-01-02,1,\nB,2025-01-02,1,2\n",
    });
    expect(asides(desk)).toEqual([
      "daily.csv:3 repeats line 2 exactly",
      "daily.csv:4 contradicts line 5: same account and date, other values",
      "daily.csv:5 contradicts line 4: same account and date, other values",
    ]);
  });

  test("in the market, by symbol", () => {
    const desk = readFiles({
      "daily.csv": "account,date,net\nA,2025-01-02,1\n",
      "market.csv": "date,symbol,close\n2025-01-02,X,1\n2025-01-02,Y,2\n2025-01-02,X,3\n2025-01-03,X,1\n",
    });
    expect(asides(desk)).toEqual([
      "market.csv:2 contradicts line 4: same date and symbol, other values",
      "market.csv:4 contradicts line 2: same date and symbol, other values",
    ]);
  });
});

describe("other files", () => {
  const DAILY = "account,date,net\nA,2025-01-02,1\nA,2025-01-03,oops\nB,2025-01-02,1\n";

  test("predictions need a usable daily row and a value", () => {
    const desk = readFiles({
      "daily.csv": DAILY,
      "predictions.csv":
        "account,date,fold,p_loss,note\nA,2025-01-02,1,.5,x\nA,2025-01-03,1,.5,x\nC,2025-01-02,1,.5,x\nB,2025-01-02,1,,x\nB,2025-01-02,1.5,.5,x\nB,2025-01-02,1,abc,x\n",
    });
    expect(desk.predictions!.rows).toBe(1);
    expect(asides(desk).slice(1)).toEqual([
      "predictions.csv:3 no usable row in daily.csv for this account and date",
      "predictions.csv:4 no usable row in daily.csv for this account and date",
      "predictions.csv:5 every prediction is missing",
      'predictions.csv:6 fold is not a whole number of 0 or more ("1.5")',
      'predictions.csv:7 p_loss "abc" is not a number',
    ]);
    expect(desk.quality.files[1].columns).toEqual([
      {name: "account", role: "account"},
      {name: "date", role: "date"},
      {name: "fold", role: "fold"},
      {name: "p_loss", role: "signal or label"},
      {name: "note", role: "not used: it does not hold numbers"},
    ]);
  });

  test("the chance of a limit is read where it is on file, and is one", () => {
    const file = (rows: string) =>
      readFiles({"daily.csv": DAILY, "interventions.csv": `account,date,multiplier,propensity\n${rows}`});
    const desk = file("A,2025-01-02,1,0.75\nB,2025-01-02,0.5,0.25\n");
    expect([...(desk.interventions!.columns.propensity as Float64Array)]).toEqual([0.75, 0.25]);
    expect(asides(file("A,2025-01-02,1,0\nB,2025-01-02,0.5,0.25\n")).join()).toContain("is not a chance above 0");
  });

  test("a multiplier is not a percentage", () => {
    const desk = readFiles({
      "daily.csv": DAILY,
      "interventions.csv": "account,date,multiplier\nA,2025-01-02,50\nB,2025-01-02,0\nB,2025-01-02,-1\n",
    });
    expect([...(desk.interventions!.columns.multiplier as Float64Array)]).toEqual([0]);
    expect(
      asides(desk)
        .slice(1)
        .every((a) => a.includes("is not between 0 and 5")),
    ).toBe(true);
  });

  test("names that need another form say which", () => {
    const desk = readFiles({"daily.csv": "account,date,net,Win Rate (%),toString\nA,2025-01-02,1,.5,2\n"});
    expect(desk.quality.files[0].columns.slice(3)).toEqual([
      {name: "Win Rate (%)", role: "other number, called win_rate"},
      {name: "toString", role: "other number, called toString_column"},
    ]);
    expect(Object.keys(desk.daily.columns)).toEqual(["trader", "day", "net", "win_rate", "toString_column"]);
  });
});
