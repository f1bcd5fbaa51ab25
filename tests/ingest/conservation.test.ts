import {writeFileSync} from "node:fs";
import {join} from "node:path";
import fc from "fast-check";
import {expect, test} from "vitest";
import {type Desk, folderFiles, IngestError, readFolder} from "../../src/lib/ingest/index.ts";
import {aFolder} from "./a-folder.ts";

const CLEAN = {
  "daily.csv": table(
    "account_id,date,net,trades",
    (i) => `T${i % 3},2025-01-${two(6 + Math.floor(i / 3))},${i * 1.5 - 7},${i}`,
  ),
  "predictions.csv": table(
    "account_id,date,p_loss,hit",
    (i) => `T${i % 3},2025-01-${two(6 + Math.floor(i / 3))},0.${i},${i % 2}`,
  ),
  "fills.csv": table(
    "account_id,time,symbol,quantity,price",
    (i) => `T${i % 3},2025-01-${two(6 + (i % 4))} 10:00,X,${i + 1},2.5`,
  ),
  "market.csv": table("date,close,volume", (i) => `2025-01-${two(6 + i)},${100 + i},5`),
  "interventions.csv": table(
    "account_id,date,multiplier",
    (i) => `T${i % 3},2025-01-${two(6 + Math.floor(i / 3))},0.5`,
  ),
};

function table(header: string, row: (i: number) => string): string {
  return `${[header, ...Array.from({length: 12}, (_, i) => row(i))].join("\n")}\n`;
}

function two(n: number): string {
  return String(n).padStart(2, "0");
}

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
    "−",
    "1,234.5",
    "NaN",
    "1e9",
    "\ufeff",
    "\u2028",
  ),
  fc.constantFrom(
    "2025-02-30",
    "01/02/2025",
    "13/01/2025",
    "00:00",
    "T0,2025-01-06,1,1\n",
    "\n\n",
    "é",
    "🙂",
    "__proto__",
  ),
  fc.string({maxLength: 5}),
);
/** At a place in the text: cut some characters out, put a scrap in. */
const edit = fc.record({at: fc.double({min: 0, max: 1, noNaN: true}), cut: fc.integer({min: 0, max: 6}), put: scrap});
const shuffle = fc.record({from: fc.nat({max: 11}), to: fc.nat({max: 11})});
const damage = fc.record({
  file: fc.constantFrom(...(Object.keys(CLEAN) as (keyof typeof CLEAN)[])),
  edits: fc.array(edit, {maxLength: 6}),
  copies: fc.array(shuffle, {maxLength: 3}),
  /** Mostly below the header: a header that is damaged ends in an error soon. */
  header: fc.boolean(),
});

function mangle(
  text: string,
  {
    edits,
    copies,
    header,
  }: {edits: {at: number; cut: number; put: string}[]; copies: {from: number; to: number}[]; header: boolean},
): string {
  const lines = text.split("\n");
  for (const {from, to} of copies) lines.splice(to + 1, 0, lines[from + 1]);
  let result = lines.join("\n");
  const first = header ? 0 : lines[0].length + 1;
  for (const {at, cut, put} of edits) {
    const i = first + Math.floor(at * (result.length - first));
    result = result.slice(0, i) + put + result.slice(i + cut);
  }
  return result;
}

/** Lines with anything on them, below the header: what a person would count. */
function dataLines(text: string): {line: number; text: string}[] {
  return text
    .replace(/^\ufeff/, "")
    .split(/\r\n|\r|\n/)
    .map((line, i) => ({line: i + 1, text: line}))
    .filter(({text: line}) => line !== "")
    .slice(1);
}

test("rows read = rows used + rows set aside, for every file however it is damaged", () => {
  const folder = aFolder(CLEAN);
  let desks = 0;
  fc.assert(
    fc.property(fc.array(damage, {maxLength: 3}), (damages) => {
      const texts: Record<string, string> = {...CLEAN};
      for (const d of damages) texts[d.file] = mangle(texts[d.file], d);
      for (const [name, text] of Object.entries(texts)) writeFileSync(join(folder, name), text);
      let desk: Desk;
      try {
        desk = readFolder(folderFiles(folder));
      } catch (error) {
        if (!(error instanceof IngestError)) throw error;
        expect(error.message).toContain("to mend it:");
        return;
      }
      desks++;
      const {file, line, row} = desk.setAside.columns;
      for (const report of desk.quality.files) {
        const lines = dataLines(new TextDecoder().decode(new TextEncoder().encode(texts[report.file])));
        expect(report.rowsRead + (report.joinedLines ?? 0)).toBe(lines.length);
        expect(report.rowsUsed + report.rowsSetAside).toBe(report.rowsRead);
        const aside = [...file.keys()].filter((i) => file[i] === report.file);
        expect(aside.length).toBe(report.rowsSetAside);
        expect(new Set(aside.map((i) => line[i])).size).toBe(aside.length);
        for (const i of aside) expect(lines).toContainEqual({line: line[i], text: String(row[i]).split("\n")[0]});
      }
      const [daily] = desk.quality.files;
      expect(desk.daily.rows).toBe(daily.rowsUsed);
      expect((desk.daily.columns.net as Float64Array).every(Number.isFinite)).toBe(true);
      const {trader, day} = desk.daily.columns;
      expect(new Set(Array.from(trader as Int32Array, (t, i) => `${t} ${day[i]}`)).size).toBe(desk.daily.rows);
    }),
    {numRuns: 250},
  );
  expect(desks).toBeGreaterThan(50); // not all of them errors: the property was tested
});
