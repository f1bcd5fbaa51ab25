import fc from "fast-check";
import {describe, expect, test} from "vitest";
import {IngestError} from "../../../src/lib/ingest/error.ts";
import {recogniseSource, type SourceId, sourceFormat} from "../../../src/lib/ingest/sources/index.ts";
import {countedRows, countLines, named, sampleText} from "./sample.ts";

const SAMPLES: readonly (readonly [SourceId, string])[] = [
  ["propreports-summary", "propreports-summary.csv"],
  ["propreports-fills", "propreports-fills.csv"],
  ["propreports-trades", "propreports-trades.csv"],
  ["das-executions", "das-executions-2025-03-14.csv"],
  ["tradervue", "tradervue.csv"],
  ["tradervue", "tradervue-no-header.csv"],
  ["metatrader5", "metatrader5-report.csv"],
  ["ib-flex", "ib-flex.xml"],
  ["tradenote", "tradenote.csv"],
];

const scrap = fc.oneof(
  fc.constantFrom(
    '"',
    '""',
    ",",
    ";",
    "\t",
    "\n",
    "\r\n",
    "\r",
    "\u0000",
    "-",
    "(",
    ")",
    "−",
    "1,234.5",
    "NaN",
    "1e9",
    "1e400",
  ),
  fc.constantFrom(
    "\ufeff",
    "\u2028",
    "é",
    "🙂",
    "__proto__",
    "constructor",
    "'; DROP TABLE fills; --",
    "<img src=x onerror=alert(1)>",
  ),
  fc.constantFrom(
    "=1+1",
    "@SUM(A1)",
    "03/03/25",
    "2025-02-30",
    "25:61:00",
    "Equities",
    "Total,,,",
    "Deals",
    "Results",
    "balance",
  ),
  fc.constantFrom(
    "<",
    ">",
    "/>",
    "&amp;",
    "&#0;",
    "&x;",
    "<Trade ",
    "</Trades>",
    "<!--",
    "-->",
    "<![CDATA[",
    '<Trade a="1"/>',
    "<?",
  ),
  fc.string({maxLength: 6}),
);
const edit = fc.record({at: fc.double({min: 0, max: 1, noNaN: true}), cut: fc.nat({max: 12}), put: scrap});
const damage = fc.record({
  edits: fc.array(edit, {maxLength: 6}),
  moves: fc.array(fc.record({from: fc.nat({max: 25}), to: fc.nat({max: 25})}), {maxLength: 3}),
  /** Mostly below the first line: a header that is damaged ends in an error soon. */
  header: fc.oneof({weight: 3, arbitrary: fc.constant(false)}, {weight: 1, arbitrary: fc.constant(true)}),
  /** Where the file is cut off; 1: it is whole. */
  end: fc.oneof(
    {weight: 8, arbitrary: fc.constant(1)},
    {weight: 1, arbitrary: fc.double({min: 0, max: 1, noNaN: true})},
  ),
});

interface Damage {
  readonly edits: readonly {at: number; cut: number; put: string}[];
  readonly moves: readonly {from: number; to: number}[];
  readonly header: boolean;
  readonly end: number;
}

function mangle(text: string, {edits, moves, header, end}: Damage): string {
  const lines = text.split("\n");
  for (const {from, to} of moves) if (from < lines.length) lines.splice(Math.min(to, lines.length), 0, lines[from]);
  let result = lines.join("\n");
  const first = header ? 0 : lines[0].length + 1;
  for (const {at, cut, put} of edits) {
    const i = first + Math.floor(at * Math.max(0, result.length - first));
    result = result.slice(0, i) + put + result.slice(i + cut);
  }
  return result.slice(0, Math.ceil(end * result.length));
}

describe.each(SAMPLES)("%s, however damaged (%s)", (id, name) => {
  const clean = sampleText(name);
  const format = sourceFormat(id);

  test("every line is counted once, or the file is refused with a remedy", () => {
    let read = 0;
    fc.assert(
      fc.property(damage, (d) => {
        const file = named(name, mangle(clean, d));
        try {
          format.recognise(file);
          const rows = format.read(file, {account: "A"});
          read++;
          expect(countedRows(rows)).toBe(rows.rowsRead);
          if (id !== "ib-flex") expect(rows.rowsRead + rows.besides.length + rows.joined).toBe(countLines(file.text));
          const places = [
            ...rows.fills,
            ...rows.days.flatMap((day) => [day, ...day.more]),
            ...rows.aside,
            ...rows.besides,
          ].map((row) => row.line);
          if (id !== "ib-flex") expect(new Set(places).size).toBe(places.length);
          for (const {reason} of rows.aside) expect(reason.length).toBeGreaterThan(5);
          for (const fill of rows.fills) {
            expect(fill.quantity).toBeGreaterThan(0);
            expect(Number.isFinite(fill.price)).toBe(true);
            expect(fill.date).toMatch(/^\d{4}-\d{2}-\d{2}$/);
            expect(fill.account).not.toBe("");
            for (const fee of Object.values(fill.fees)) expect(Number.isFinite(fee)).toBe(true);
          }
          for (const day of rows.days) expect(Number.isFinite(day.net)).toBe(true);
        } catch (error) {
          if (!(error instanceof IngestError)) throw error;
          expect(error.message).toContain("to mend it:");
        }
      }),
      {numRuns: 400},
    );
    expect(read).toBeGreaterThan(id === "ib-flex" ? 15 : 60); // not all of them refused: the property was tested
  });
});

test("elements of a Flex report: executions read = used + set aside, as a search for their tags counts them", () => {
  const clean = sampleText("ib-flex.xml");
  const attribute = fc.constantFrom(
    "quantity",
    "tradePrice",
    "tradeDate",
    "dateTime",
    "symbol",
    "buySell",
    "currency",
    "fxRateToBase",
    "ibCommission",
    "accountId",
  );
  const value = fc.constantFrom(
    "",
    "0",
    "-5",
    "x",
    "1,200.5",
    "20250230",
    "20250303;0930",
    "BUY",
    "SELL (Ca.)",
    "EUR",
    "usd",
    "&lt;b&gt;",
  );
  const change = fc.record({nth: fc.nat({max: 7}), attribute, value: fc.option(value)});
  fc.assert(
    fc.property(fc.array(change, {maxLength: 8}), (changes) => {
      let text = clean;
      for (const {nth, attribute: key, value: put} of changes) {
        let k = 0;
        text = text.replace(/<Trade [^>]*>/g, (tag) =>
          k++ === nth ? tag.replace(new RegExp(` ${key}="[^"]*"`), put === null ? "" : ` ${key}="${put}"`) : tag,
        );
      }
      const rows = sourceFormat("ib-flex").read(named("flex.xml", text), {});
      expect(rows.rowsRead).toBe((text.match(/<Trade /g) ?? []).length);
      expect(countedRows(rows)).toBe(rows.rowsRead);
    }),
    {numRuns: 300},
  );
});

test("any text at all is recognised or not, and never a crash", () => {
  const text = fc.oneof(
    fc.string({maxLength: 200}),
    fc.array(scrap, {maxLength: 40}).map((parts) => parts.join("")),
    fc.uint8Array({maxLength: 200}).map((bytes) => new TextDecoder("latin1").decode(bytes)),
  );
  fc.assert(
    fc.property(text, (content) => {
      const file = named("any.txt", content);
      for (const {id} of recogniseSource(file)) {
        try {
          const rows = sourceFormat(id).read(file, {account: "A", date: "2025-01-02"});
          expect(countedRows(rows)).toBe(rows.rowsRead);
        } catch (error) {
          if (!(error instanceof IngestError)) throw error;
        }
      }
    }),
    {numRuns: 500},
  );
});
