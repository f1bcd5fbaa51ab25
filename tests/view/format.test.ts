import {describe, expect, it} from "vitest";
import {formatBytes, formatDate, formatInterval, formatValue, largest} from "../../src/lib/view/format.ts";

describe("formatValue", () => {
  const cases: readonly (readonly [string, Parameters<typeof formatValue>, string])[] = [
    ["thousands and a plus", [80372.08, "currency", {signed: true}], "+$80,372"],
    ["a real minus", [-49242.78, "currency", {signed: true}], "−$49,243"],
    ["a level has no plus", [121332.6, "currency"], "$121,333"],
    ["cents below a hundred", [12.3, "currency"], "$12.30"],
    ["the border rounds to whole units", [99.996, "currency"], "$100"],
    ["no sign on a rounded zero", [-0.001, "currency", {signed: true}], "$0.00"],
    ["zero", [0, "currency", {signed: true}], "$0"],
    ["negative zero", [-0, "currency"], "$0"],
    ["another currency", [-1234.5, "currency", {currency: "CHF"}], "−CHF\u00a01,235"],
    ["euros", [1e6, "currency", {currency: "EUR"}], "€1,000,000"],
    ["a day", [250, "currency/day"], "$250\u00a0a\u00a0day"],
    ["a trader-day", [-12.345, "currency/trader-day"], "−$12.35 per trader-day"],
    ["a trader-day, bare", [-12.3, "currency/trader-day", {bare: true}], "−$12.30"],
    ["share", [0.1234, "share"], "12.3\u202f%"],
    ["share without a useless zero", [0.95, "share"], "95\u202f%"],
    ["share rounded to a whole one", [0.07999, "share"], "8.0\u202f%"],
    ["share that is a whole one in binary too", [0.57, "share"], "57\u202f%"],
    ["small share", [0.0004567, "share"], "0.046\u202f%"],
    ["share with many decimals", [0.0000578, "share"], "0.0058\u202f%"],
    ["share of thousands", [12.345, "share"], "1,234.5\u202f%"],
    ["whole", [1, "share"], "100\u202f%"],
    ["negative share", [-0.053, "share"], "−5.3\u202f%"],
    ["count", [1155, "count"], "1,155"],
    ["a mean count", [46.75, "count"], "46.8"],
    ["days", [105, "days"], "105\u00a0days"],
    ["a single day", [1, "days"], "1\u00a0day"],
    ["a hundred years of trading days", [25_200, "days"], "25,200\u00a0days"],
    ["more days than anybody can picture", [1_523_863, "days"], "more than 100\u00a0years"],
    ["the same in a table", [1_523_863, "days", {bare: true}], ">\u00a0100\u00a0years"],
    ["p", [0.0312, "p-value"], "p\u00a0=\u00a00.031"],
    ["large p", [0.4249, "p-value"], "p\u00a0=\u00a00.42"],
    ["tiny p", [0.000441, "p-value"], "p\u00a0<\u00a00.001"],
    ["p of one", [1, "p-value"], "p\u00a0>\u00a00.999"],
    ["bare p", [0.05, "p-value", {bare: true}], "0.050"],
    ["p at the seam of two and three digits", [0.0996, "p-value"], "p\u00a0=\u00a00.10"],
    ["ratio", [0.0123456, "ratio"], "0.0123"],
    ["ratio that rounds up a digit", [0.09996, "ratio"], "0.100"],
    ["larger ratio", [12.345, "ratio"], "12.3"],
    ["large ratio", [12345.6, "ratio"], "12,346"],
    ["three digits stay whole", [885.4, "ratio"], "885"],
    ["correlation", [-0.0512, "correlation"], "−0.0512"],
    ["very small statistic", [1.234e-12, "statistic"], "1.23e−12"],
    ["text", ["do not deploy", "text"], "do not deploy"],
    ["a date among text", ["2025-06-19", "text"], "19\u00a0Jun\u00a02025"],
    ["null", [null, "share"], "not available"],
    ["NaN", [Number.NaN, "currency"], "not available"],
    ["infinity", [-Infinity, "ratio"], "−∞"],
  ];
  it.each(cases)("%s", (_, args, expected) => {
    expect(formatValue(...args)).toBe(expected);
  });

  it("never shows more digits than a reader can use", () => {
    const digits = (value: number, unit: Parameters<typeof formatValue>[1]) =>
      formatValue(value, unit).replace(/\D/g, "").length;
    for (const unit of ["currency", "ratio", "correlation", "statistic", "count"] as const)
      for (const value of [1 / 3, -2 / 3, 123456.789012, 1e-7 / 3]) expect(digits(value, unit)).toBeLessThanOrEqual(10);
    for (const unit of ["share", "p-value"] as const)
      for (const value of [1 / 3, 2 / 3, 0.04321987, 0.98765432]) expect(digits(value, unit)).toBeLessThanOrEqual(4);
  });
});

describe("formatInterval", () => {
  it("prints both ends in the unit, without repeating its words", () => {
    expect(formatInterval([1200, 9800], "currency", {signed: true})).toBe("[+$1,200,\u00a0+$9,800]");
    expect(formatInterval([0.471, 0.552], "share")).toBe("[47.1\u202f%,\u00a055.2\u202f%]");
    expect(formatInterval([-1, 2], "currency/day")).toBe("[−$1.00,\u00a0$2.00]");
  });
  it("shows an unbounded end as infinity", () => {
    expect(formatInterval([null, 2], "ratio")).toBe("[−∞,\u00a02.00]");
    expect(formatInterval([0.5, null], "ratio")).toBe("[0.500,\u00a0∞]");
  });
});

describe("dates and sizes", () => {
  it("writes the month as a word, so that no reader swaps it with the day", () => {
    expect(formatDate("2025-01-02")).toBe("2\u00a0Jan\u00a02025");
    expect(() => formatDate("02/01/2025")).toThrow("invalid date; not YYYY-MM-DD: 02/01/2025");
    expect(() => formatDate("2025-13-02")).toThrow(RangeError);
  });
  it("sizes", () => {
    expect([0, 999, 1000, 9960, 28_400, 36_000_000].map(formatBytes)).toEqual(
      ["0 B", "999 B", "1.0 kB", "10.0 kB", "28 kB", "36 MB"].map((t) => t.replace(" ", "\u00a0")),
    );
  });
});

describe("numbers that are read together", () => {
  it("are all in whole units of currency, or all to the cent", () => {
    const plain = (text: string) => text.replace(/\u00a0/g, " ");
    expect(plain(formatInterval([50.94, 307.2], "currency", {signed: true}))).toBe("[+$51, +$307]");
    expect(plain(formatInterval([-0.5, 61.2], "currency", {signed: true}))).toBe("[−$0.50, +$61.20]");
    expect(plain(formatInterval([-0.5, 61.2], "currency", {signed: true, beside: 120}))).toBe("[−$1, +$61]");
    expect(plain(formatInterval([null, 307.2], "currency"))).toBe("[−∞, $307]");
    expect(formatValue(36.41, "currency", {beside: largest([36.41, null, -141, Number.POSITIVE_INFINITY])})).toBe(
      "$36",
    );
  });
});
