import {beforeAll, describe, expect, test} from "vitest";
import {type Desk, epochDay, folderFiles, isoDate, readDeskAndPnl} from "../../src/lib/ingest/index.ts";
import {simulateDesk} from "../../src/lib/simulate/index.ts";
import {defineStudy} from "../../src/lib/study/index.ts";
import {aFolder, readFiles} from "./a-folder.ts";

const check = (desk: Desk, id: string) => desk.quality.checks.find((c) => c.id === id)!;
const weekdays = (count: number) =>
  Array.from({length: count}, (_, k) => isoDate(epochDay(2025, 1, 6) + Math.floor(k / 5) * 7 + (k % 5)));
/** P&L that goes up and down, never twice the same, between 10 and 30 in size. */
const pnl = (k: number) => (k % 2 === 0 ? 1 : -1) * (10 + ((k * 7) % 20) + k / 1000);
const daily = (header: string, rows: readonly string[]) => [`account_id,date,${header}`, ...rows].join("\n");
const desk = (rows: readonly string[], header = "net", more: Record<string, string> = {}) =>
  readFiles({"daily.csv": daily(header, rows), ...more});

describe("twenty clean simulated desks", () => {
  let desks: Desk[];
  beforeAll(() => {
    const names = ["null", "helpful", "harmful", "demo"] as const;
    desks = Array.from({length: 20}, (_, k) =>
      simulateDesk({desk: names[k % 4], seed: 100 + k, traders: 8, days: 200, fills: k < 2}),
    );
  });

  test("no check is a warning or an error", () => {
    for (const {quality, origin} of desks) {
      const grave = quality.checks.filter((c) => c.severity === "warning" || c.severity === "error");
      expect(
        grave.map((c) => c.id),
        origin.description,
      ).toEqual([]);
    }
  });
});

describe("a seeded defect is found", () => {
  const dates = weekdays(60);

  test("a unit that changes for one trader, with the place", () => {
    const found = desk(
      dates.flatMap((d, k) => [
        `A,${d},${pnl(k) * (k < 30 ? 1 : 100)}`,
        `B,${d},${pnl(k + 1)}`,
        `C,${d},${pnl(k + 2)}`,
      ]),
    );
    expect(check(found, "scale-change")).toMatchObject({
      severity: "warning",
      count: 1,
      examples: [`daily.csv line ${2 + 3 * 30}: A ${dates[30]}: from here on about 100 times the size before`],
    });
  });

  test("a unit that changes for all at once is an error; a factor of five is not", () => {
    const scaled = (factor: number) =>
      desk(
        dates.flatMap((d, k) => ["A", "B", "C"].map((who, j) => `${who},${d},${pnl(k + j) / (k < 25 ? 1 : factor)}`)),
      );
    expect(check(scaled(1000), "scale-change")).toMatchObject({severity: "error", count: 3});
    expect(check(scaled(1000), "scale-change").examples[0]).toContain("about 1/1000 times");
    expect(check(scaled(5), "scale-change").severity).toBe("ok");
  });

  test("net that is not gross less fees, on some days or on most", () => {
    const rows = (wrong: (k: number) => boolean) =>
      dates.map((d, k) => `A,${d},${(pnl(k) - 1 + (wrong(k) ? 0.5 : 0)).toFixed(4)},${pnl(k)},1`);
    const some = check(
      desk(
        rows((k) => k === 7),
        "net,gross,fees",
      ),
      "net-identity",
    );
    expect(some).toMatchObject({severity: "warning", count: 1});
    expect(some.examples[0]).toContain(`daily.csv line 9: A ${dates[7]}: net `);
    expect(
      check(
        desk(
          rows(() => true),
          "net,gross,fees",
        ),
        "net-identity",
      ),
    ).toMatchObject({severity: "info", count: 60});
    expect(
      check(
        desk(
          rows(() => false),
          "net,gross,fees",
        ),
        "net-identity",
      ).severity,
    ).toBe("ok");
    // Fees written as negative amounts are the other usual convention.
    const negative = dates.map((d, k) => `A,${d},${(pnl(k) - 1).toFixed(4)},${pnl(k)},-1`);
    expect(check(desk(negative, "net,gross,fees"), "net-identity").severity).toBe("ok");
  });

  test("net whose sign turns is an error", () => {
    const rows = dates.map((d, k) => `A,${d},${((k < 50 ? 1 : -1) * (pnl(k) - 1)).toFixed(4)},${pnl(k)},1`);
    expect(check(desk(rows, "net,gross,fees"), "net-sign")).toMatchObject({severity: "error", count: 10});
    expect(check(desk(rows, "net,gross,fees"), "net-identity").severity).toBe("ok");
  });

  test("fees whose sign changes for good; single rebates do not", () => {
    const rows = (sign: (k: number) => number) => dates.map((d, k) => `A,${d},${pnl(k)},${sign(k) * (1 + k / 100)}`);
    const found = check(
      desk(
        rows((k) => (k < 40 ? 1 : -1)),
        "net,fees",
      ),
      "fee-sign",
    );
    expect(found).toMatchObject({severity: "warning", count: 20});
    expect(found.examples[0]).toContain(`daily.csv line 42: A ${dates[40]}`);
    expect(
      check(
        desk(
          rows((k) => (k % 15 === 3 ? -1 : 1)),
          "net,fees",
        ),
        "fee-sign",
      ).severity,
    ).toBe("ok");
  });

  test("a close that jumps (a split, a wrong price), not one that moves", () => {
    const market = (close: (k: number) => number) =>
      desk([`A,${dates[0]},1`, `A,${dates[59]},2`], "net", {
        "market.csv": ["date,symbol,close", ...dates.map((d, k) => `${d},X,${close(k).toFixed(4)}`)].join("\n"),
      });
    const price = (k: number) => 100 + ((k * 7) % 5); // 100 on day 30, 103 on day 29
    expect(
      check(
        market((k) => price(k) / (k < 30 ? 1 : 2)),
        "market-jumps",
      ),
    ).toMatchObject({
      severity: "warning",
      count: 1,
      examples: [`market.csv line 32: X 50 on ${dates[30]}, after 103 on ${dates[29]}`],
    });
    expect(
      check(
        market((k) => price(k) * (k === 40 ? 100 : 1)),
        "market-jumps",
      ).count,
    ).toBe(2); // there and back
    expect(
      check(
        market((k) => price(k) / (k < 30 ? 1 : 1.7)),
        "market-jumps",
      ).severity,
    ).toBe("ok");
  });

  test("one account under two names, not a fee that both pay", () => {
    const rows = (own: (k: number) => number) =>
      dates.flatMap((d, k) => [`A,${d},${pnl(k)}`, `B,${d},${own(k)}`, `C,${d},-20`, `D,${d},-20`]);
    expect(check(desk(rows((k) => (k < 40 ? pnl(k) : 1 + k))), "same-results")).toMatchObject({
      severity: "warning",
      count: 1,
      examples: ["A and B: the same net, 40 different ones"],
    });
    expect(check(desk(rows((k) => (k < 29 ? pnl(k) : 1 + k))), "same-results").severity).toBe("ok");
  });

  test("the furthest outlier is shown first", () => {
    const rows = dates.map((d, k) => `A,${d},${pnl(k) * (k < 50 && k % 10 === 0 ? 20 : k === 55 ? 1e5 : 1)}`);
    expect(check(desk(rows), "outliers").examples[0]).toContain(dates[55]);
  });

  test("values that cannot well be", () => {
    const found = desk(
      [`A,${dates[0]},1,2.5,10`, `A,${dates[1]},2e9,1,10`, `A,${dates[2]},3,4,0`, `A,${dates[3]},3.5,4,9`],
      "net,trades,volume",
    );
    expect(check(found, "ranges")).toMatchObject({severity: "warning", count: 3});
  });

  test("values outside of their range are set aside and counted", () => {
    const found = desk([`A,${dates[0]},1,-3`, `A,${dates[1]},2,3`], "net,trades");
    expect(check(found, "out-of-range")).toMatchObject({
      severity: "warning",
      count: 1,
      examples: [expect.stringContaining("daily.csv line 2: trades is negative")],
    });
  });

  test("a file that was cut off is told from one whose last line is whole, and from one that is wrong", () => {
    const whole = `account_id,date,net\nA,${dates[0]},1\nA,${dates[1]},2\n`;
    const cut = (text: string) => check(readFiles({"daily.csv": text}), "cut-off");
    expect(cut(whole.slice(0, -8))).toMatchObject({severity: "warning", examples: ['daily.csv line 3: "A,2025-"']});
    for (const text of [whole, whole.slice(0, -1), `${whole}A,${dates[2]},x`, `${whole}A\n`])
      expect(cut(text).count).toBe(0);
  });

  test("columns that mean nothing to a study", () => {
    expect(check(desk([`A,${dates[0]},1,hello`], "net,remark"), "schema")).toMatchObject({severity: "info", count: 1});
  });

  test("traders who vanish after losses, and not those who just leave", () => {
    const rows = dates.flatMap((d, k) => [
      ...(k < 45 ? [`A,${d},${pnl(k) - (k >= 25 ? 60 : 0)}`, `B,${d},${pnl(k + 1)}`] : []),
      `C,${d},${pnl(k)}`,
    ]);
    const found = check(desk(rows), "left-after-losses");
    expect(found).toMatchObject({severity: "warning", count: 1});
    expect(found.examples[0]).toContain(`A: last row ${dates[44]}`);
    expect(check(desk(rows), "left-early")).toMatchObject({severity: "warning", count: 2});
  });

  test("an outlier that no heavy tail reaches is a warning, one among the tails a fact", () => {
    const rows = (size: number) => dates.map((d, k) => `A,${d},${k === 30 ? size : pnl(k)}`);
    expect(check(desk(rows(5000)), "outliers")).toMatchObject({severity: "warning", count: 1});
    expect(check(desk(rows(400)), "outliers")).toMatchObject({severity: "info", count: 1});
  });

  test("fills after the last day; predictions for tomorrow are only early", () => {
    const rows = dates.slice(0, 10).map((d, k) => `A,${d},${pnl(k)}`);
    const found = desk(rows, "net", {
      "fills.csv": `account_id,time,quantity,price\nA,${dates[3]} 10:00,1,5\nA,${dates[20]} 10:00,1,5\n`,
      "predictions.csv": `account_id,date,loss_probability\nA,${dates[4]},0.5\nA,${dates[10]},0.5\nA,${dates[40]},0.5\n`,
    });
    expect(check(found, "time-travel")).toMatchObject({
      severity: "warning",
      count: 2,
      examples: [`predictions.csv line 4: ${dates[40]}`, `fills.csv line 3: ${dates[20]}`],
    });
    expect(check(found, "ahead")).toMatchObject({
      severity: "info",
      count: 1,
      examples: [`predictions.csv line 3: ${dates[10]}`],
    });
  });

  test("fills that are written twice count twice, and that is said", () => {
    const fills = ["A,2025-01-06 10:00,X,5,1", "A,2025-01-06 10:00,X,5,1", "A,2025-01-06 10:01,X,5,1"];
    const found = desk(["A,2025-01-06,1"], "net", {
      "fills.csv": ["account_id,time,symbol,quantity,price", ...fills].join("\n"),
    });
    expect(check(found, "duplicate-fills")).toMatchObject({
      severity: "warning",
      count: 1,
      examples: ["fills.csv line 2: 2 times A 2025-01-06, also fills.csv line 3"],
    });
    expect(found.daily.columns.fills[0]).toBe(3);
  });

  test("an export appended twice doubles P&L that is computed from it: an error, at any size of the file", async () => {
    const rows = dates
      .slice(0, 4)
      .flatMap((d, k) =>
        [1, 2, 3].flatMap((m) => [`A,${d} 10:0${m},X,5,${k + m}`, `A,${d} 11:0${m},X,-5,${k + m + 1}`]),
      );
    const severity = async (lines: readonly string[], largeBytes: number, more: Record<string, string> = {}) => {
      const folder = aFolder({
        "fills.csv": ["account_id,time,symbol,quantity,price", ...lines, ""].join("\n"),
        ...more,
      });
      const pnl = {...defineStudy({title: "T", source: {kind: "folder", path: "."}}).pnl, currency: "USD", threads: 1};
      const {desk: found} = await readDeskAndPnl(folderFiles(folder), {pnl, largeBytes});
      return check(found, "duplicate-fills").severity;
    };
    for (const largeBytes of [1e9, 1]) {
      expect(await severity([...rows, ...rows], largeBytes)).toBe("error");
      expect(await severity([...rows, rows[0], rows[0]], largeBytes)).toBe("warning"); // an order in three parts
    }
    const own = {
      "daily.csv": daily(
        "net",
        dates.slice(0, 4).map((d) => `A,${d},15`),
      ),
    };
    expect(await severity([...rows, ...rows], 1e9, own)).toBe("warning"); // its daily rows stand as they are
  });

  test("rows that go back in time; without times of day the order of fills may matter", () => {
    const rows = [...dates.slice(0, 5)].reverse().map((d, k) => `A,${d},${pnl(k)}`);
    expect(check(desk(rows), "ordering")).toMatchObject({severity: "info", count: 4});
    const fills = dates
      .slice(0, 2)
      .reverse()
      .map((d) => `A,${d},X,5,1`);
    const found = desk(rows, "net", {"fills.csv": ["account_id,time,symbol,quantity,price", ...fills].join("\n")});
    expect(check(found, "ordering")).toMatchObject({severity: "warning", count: 5});
  });

  test("market closes carried forward, days traded while the market has no bar, days open without rows", () => {
    const days = dates.slice(0, 20);
    const rows = days.flatMap((d, k) => (k === 12 ? [] : [`A,${d},${pnl(k)}`]));
    const bars = days.flatMap((d, k) => (k === 15 ? [] : [`${d},X,${k < 5 ? 100 : 100 + k}`]));
    const found = desk(rows, "net", {"market.csv": ["date,symbol,close", ...bars].join("\n")});
    expect(check(found, "stale-market")).toMatchObject({
      severity: "warning",
      count: 5,
      examples: [`market.csv line 2: X 100 on 5 days from ${days[0]}`],
    });
    expect(check(found, "traded-while-closed")).toMatchObject({severity: "warning", examples: [days[15]]});
    expect(check(found, "open-without-rows")).toMatchObject({severity: "warning", examples: [days[12]]});
    expect(check(found, "market-overlap")).toMatchObject({severity: "info", count: 1});
  });

  test("holidays of traders are a fact, a tenth of all trader-days without a row a warning", () => {
    const rows = (gone: (k: number) => boolean) =>
      dates.flatMap((d, k) => [`A,${d},${pnl(k)}`, ...(gone(k) ? [] : [`B,${d},${pnl(k + 1)}`])]);
    expect(check(desk(rows((k) => k > 10 && k < 16)), "gaps")).toMatchObject({severity: "info", count: 5});
    expect(check(desk(rows((k) => k > 10 && k < 40)), "gaps")).toMatchObject({severity: "warning", count: 29});
  });

  test("one trader on ten days has a report without an error", () => {
    const found = desk(dates.slice(0, 10).map((d, k) => `A,${d},${pnl(k)}`));
    expect(
      found.quality.checks.filter((c) => c.severity === "error" || c.severity === "warning").map((c) => c.id),
    ).toEqual(["short-histories"]);
  });
});
