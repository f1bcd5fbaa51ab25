import {describe, expect, test} from "vitest";
import {columnName, findColumns, headerKey} from "../../src/lib/ingest/columns.ts";
import {SPECS} from "../../src/lib/ingest/specs.ts";

test.each([
  ["Net P&L ($)", "netpl"],
  ["ACCOUNT_ID", "accountid"],
  ["  trade date [UTC] ", "tradedate"],
])("%s is compared as %s", (header, key) => expect(headerKey(header)).toBe(key));

test("a header of brackets that never close is compared at once", () => {
  expect(headerKey(`a (b] c [d${"(".repeat(1_000_000)}`)).toBe("acd");
});

test.each([
  ["loss_probability", "loss_probability"],
  ["VaR_95", "VaR_95"],
  ["Loss Probability (%)", "loss_probability"],
  ["5 % VaR", "_5_var"],
  ["Écart", "ecart"],
  ["__proto__", "__proto___column"],
  ["constructor", "constructor_column"],
  ["???", ""],
])("%s becomes the column %j", (header, name) => expect(columnName(header)).toBe(name));

describe("findColumns", () => {
  const names = (header: string[], kind: keyof typeof SPECS = "daily") =>
    findColumns("f.csv", header, SPECS[kind]).known.map((c) => `${header[c.index]}=${c.spec.name}`);

  test.each([
    [
      ["Account", "Date", "Net P&L"],
      ["Account=account_id", "Date=date", "Net P&L=net"],
    ],
    [
      ["PnL", "trader", "DAY"],
      ["trader=account_id", "DAY=date", "PnL=net"],
    ],
    [
      ["Trader ID", "trade_date", "net_pnl"],
      ["Trader ID=account_id", "trade_date=date", "net_pnl=net"],
    ],
    [
      ["account_id", "date", "net", "Commission", "shares"],
      ["account_id=account_id", "date=date", "net=net", "Commission=fees", "shares=volume"],
    ],
  ])("recognises %j", (header, found) => expect(names(header)).toEqual(found));

  test("recognises fills, market and interventions", () => {
    expect(names(["acct", "Timestamp", "ticker", "B/S", "qty", "px", "commission"], "fills")).toEqual([
      "acct=account_id",
      "Timestamp=time",
      "ticker=symbol",
      "B/S=side",
      "qty=quantity",
      "px=price",
    ]);
    expect(names(["Date", "Close", "Adj Close"], "market")).toEqual(["Date=date", "Close=close"]);
    expect(names(["trader", "date", "limit"], "interventions")).toEqual([
      "trader=account_id",
      "date=date",
      "limit=multiplier",
    ]);
  });

  test("prefers the plain name, and says which column it left", () => {
    const columns = findColumns("f.csv", ["trader", "account_id", "date", "net", "pnl"], SPECS.daily);
    expect(columns.known.map((c) => c.index)).toEqual([1, 2, 3]);
    expect(columns.unused).toEqual([
      {index: 0, why: 'not used: "account_id" is the account'},
      {index: 4, why: 'not used: "net" is the net P&L'},
    ]);
  });

  test("a missing column: what was found, what is needed, the nearest", () => {
    expect(() => findColumns("f.csv", ["account_id", "date", "nett"], SPECS.daily)).toThrow(
      /f\.csv: no column holds the net P&L.*\n.*found: "account_id", "date", "nett"\n.*account_id, date and net \(did you mean "nett"\? rename it to net\)/,
    );
  });

  test("a first line of data", () => {
    expect(() => findColumns("f.csv", ["T01", "2025-01-24", "-5716.2831"], SPECS.daily)).toThrow(
      "the first line looks like data, not like a header",
    );
  });

  test.each([
    [["account_id", "date", "net", "Net"]],
    [["account_id", "date", "net", "gap", "gap"]],
    [["account_id", "date", "net", "a b", "a_b"]],
  ])("a name twice is an error: %j", (header) => {
    expect(() => findColumns("f.csv", header, SPECS.daily)).toThrow("two columns have the same name");
  });

  test("a nameless column is not used", () => {
    expect(findColumns("f.csv", ["account_id", "date", "net", ""], SPECS.daily).unused).toEqual([
      {index: 3, why: "not used: it has no name"},
    ]);
  });
});
