import {type Table, text} from "../numeric/index.ts";
import type {CheckedFile} from "./contract.ts";
import type {QualityCheck} from "./desk.ts";
import {counted, shown} from "./error.ts";
import {partsOf} from "./place.ts";
import {check} from "./quality-check.ts";
import {CONFLICT, REPEAT} from "./set-aside.ts";

/** Largest share of rows set aside that is not worth a warning. */
const FEW = 0.02;

/** Which rows are not used, by reason. */
export function setAsideChecks(setAside: Table, files: readonly CheckedFile[]): QualityCheck[] {
  const [names, reasons] = [text(setAside, "file"), text(setAside, "reason")];
  const lines = setAside.columns.line;
  const described = reasons.map((reason, i) => `${names[i]} line ${lines[i]}: ${reason}`);
  const starting = (start: string) => described.filter((_, i) => reasons[i].startsWith(start));
  const read = files.reduce((sum, f) => sum + f.rowsRead, 0);
  return [
    check(
      "set-aside",
      "Rows set aside",
      described.length > FEW * read ? "warning" : "info",
      described,
      "These rows take no part in any result; each is listed with its reason.",
    ),
    check(
      "repeats",
      "Rows that repeat another exactly",
      "info",
      starting(REPEAT),
      "The first of each is used, the others are set aside.",
    ),
    check(
      "contradictions",
      "Rows that contradict another",
      "warning",
      starting(CONFLICT),
      "Nobody can say which is right, so none of them is used: these trader-days have no P&L.",
    ),
  ];
}

/** What the contract refuses: how a reason to set a row aside ends for a value out of its range. */
const RANGE =
  /(is negative|is not above 0|is not between 0 and 5|is not a chance above 0|is below low|is 0: not a fill)/;

/** Columns and values that a file's contract says no to. */
export function columnChecks(files: readonly CheckedFile[]): QualityCheck[] {
  const parts = files.flatMap(partsOf);
  const out = files.flatMap((file) =>
    file.aside
      .filter(({reason}) => RANGE.test(reason))
      .map((aside) => `${aside.file ?? file.source.name} line ${aside.line}: ${aside.reason}`),
  );
  const unused = parts.flatMap((part) =>
    part.columns
      .filter(({role}) => role.startsWith("not used"))
      .map(({name, role}) => `${part.source.name}: ${shown(name)} is ${role}`),
  );
  return [
    check(
      "schema",
      "Columns that are not used",
      "info",
      unused,
      "Every column that a file must have is there. These are read and mean nothing to a study; name them in the study (source.files) if they should.",
    ),
    check(
      "out-of-range",
      "Values outside of their range",
      "warning",
      out,
      "A price that is not above zero, a negative number of trades and the like: the rows are set aside.",
    ),
  ];
}

/** The last line of a file, where it is no whole row and nothing ends it. */
function cutOff({source, aside, rows}: CheckedFile): string[] {
  if (source.text === "" || /[\r\n]$/.test(source.text)) return [];
  const last = aside.reduce((most, row) => (row.line > most.line ? row : most), {line: 0, reason: "", text: ""});
  if (!/^has \d+ fields?\b|^a quote opens/.test(last.reason) || rows.some((row) => row.line > last.line)) return [];
  return [`${source.name} line ${last.line}: ${shown(last.text, 80)}`];
}

/** How the files are written. */
export function writingChecks(files: readonly CheckedFile[]): QualityCheck[] {
  const reformatted = files.flatMap((f) =>
    f.rows
      .filter((row) => row.reformatted > 0)
      .map((row) => `${row.file ?? f.source.name} line ${row.line}: ${shown(row.text, 80)}`),
  );
  const mixed = files.filter((f) => f.dates.otherOrder > 0 && f.dates.eitherOrder > 0);
  const delimited = files.filter((f) => f.delimiter !== "commas");
  const missing = files.flatMap((f) =>
    f.numbers.flatMap((name, k) => {
      const n = f.rows.filter((row) => Number.isNaN(row.values[k])).length;
      return n === 0
        ? []
        : [{n, words: `${f.source.name}: ${name} is missing in ${n} of ${counted(f.rows.length, "row")}`}];
    }),
  );
  return [
    check(
      "reformatted",
      "Values not plainly written",
      "info",
      reformatted,
      'They were read as a person would: "1,234.50" as 1234.5, "(12.3)" as −12.3.',
      files.reduce((sum, f) => sum + f.rows.reduce((n, row) => n + row.reformatted, 0), 0),
    ),
    check(
      "cut-off",
      "Files that end in the middle of a line",
      "warning",
      files.flatMap(partsOf).flatMap(cutOff),
      "Its last line has no end and is no whole row: the file was cut off on its way, and further rows may be missing.",
    ),
    check(
      "mixed-dates",
      "Dates that may be read in the wrong order",
      "error",
      mixed.map(
        (f) =>
          `${f.source.name}: ${counted(f.dates.otherOrder, "date")} fit only the other order, ${f.dates.eitherOrder} fit both and were read as ${f.dates.format}`,
      ),
      "Month and day are written in both orders in one file, so some rows may stand on the wrong day: write dates as YYYY-MM-DD.",
      mixed.reduce((sum, f) => sum + f.dates.eitherOrder, 0),
    ),
    check(
      "delimiter",
      "Files not separated by commas",
      "info",
      delimited.map((f) => `${f.source.name} is separated by ${f.delimiter}`),
      "They were read by the separator found in their header.",
    ),
    check(
      "missing-values",
      "Missing values in optional columns",
      "info",
      missing.map((m) => m.words),
      "What needs the value leaves these rows out; the rest of the row is used.",
      missing.reduce((sum, m) => sum + m.n, 0),
    ),
  ];
}
