import fc from "fast-check";
import {describe, expect, test} from "vitest";
import {csvLine} from "../../../src/lib/ingest/databases/csv-text.ts";
import {
  doubleText,
  instantText,
  oneLine,
  plainNumber,
  singleText,
  timestampText,
} from "../../../src/lib/ingest/databases/values.ts";

describe("canonical values", () => {
  test.each([
    ["1e-07", "0.0000001"],
    ["-1.5e-3", "-0.0015"],
    ["1.2345e2", "123.45"],
    ["1e+21", "1000000000000000000000"],
    ["12E0", "12"],
    ["1.50e1", "15"],
    ["0e5", "0"],
    ["1e300", "1e300"],
    ["12345678901234567890.12", "12345678901234567890.12"],
    ["NaN", "NaN"],
    ["Infinity", "Infinity"],
  ])("%s is %s", (written, plain) => {
    expect(plainNumber(written)).toBe(plain);
  });

  test("a double's text gives it back, without an exponent within 40 places", () => {
    fc.assert(
      fc.property(fc.double({noNaN: true, noDefaultInfinity: true, min: -1e30, max: 1e30}), (x) => {
        const text = doubleText(x);
        expect(Number(text)).toBe(x === 0 ? 0 : x);
        if (Math.abs(x) > 1e-39) expect(text).not.toContain("e");
      }),
      {numRuns: 2000},
    );
  });

  test("a single's text gives it back, in as few digits as its type has", () => {
    expect(singleText(Math.fround(1.1))).toBe("1.1");
    expect(singleText(Math.fround(16777216))).toBe("16777216");
    fc.assert(
      fc.property(fc.float({noNaN: true, noDefaultInfinity: true}), (x) => {
        expect(Math.fround(Number(singleText(x)))).toBe(x === 0 ? 0 : x);
      }),
      {numRuns: 2000},
    );
  });

  test("times", () => {
    expect(timestampText("2025-01-24T14:30:00.500000")).toBe("2025-01-24 14:30:00.5");
    expect(timestampText("2025-01-24 14:30:00.000")).toBe("2025-01-24 14:30:00");
    expect(timestampText("2025-01-24 14:30:00")).toBe("2025-01-24 14:30:00");
    expect(timestampText("09:00:10")).toBe("09:00:10");
    expect(instantText("2025-01-24 14:30:00.25+00")).toBe("2025-01-24 14:30:00.25Z");
    expect(instantText("2025-01-24 14:30:00+00:00")).toBe("2025-01-24 14:30:00Z");
    expect(instantText("2025-01-24 14:30:00")).toBe("2025-01-24 14:30:00Z");
  });

  test("a row is one line of CSV, whatever it holds, and reads back as it was", () => {
    expect(csvLine(["a", null, 'say "x"', "1,5", "a\r\nb", " c"])).toBe('a,,"say ""x""","1,5",a\u2028b," c"\n');
    fc.assert(
      fc.property(fc.array(fc.string({unit: "binary"}), {minLength: 1}), (fields) => {
        const line = csvLine(fields);
        expect(line.match(/[\r\n]/g)).toEqual(["\n"]);
        expect(splitByHand(line.slice(0, -1))).toEqual(fields.map(oneLine));
      }),
      {numRuns: 2000},
    );
  });
});

/** RFC 4180, character by character. */
function splitByHand(line: string): string[] {
  const fields = [""];
  let quoted = false;
  for (let i = 0; i < line.length; i++) {
    const c = line[i];
    if (quoted && c === '"' && line[i + 1] === '"') fields[fields.length - 1] += line[++i];
    else if (c === '"') quoted = !quoted;
    else if (c === "," && !quoted) fields.push("");
    else fields[fields.length - 1] += c;
  }
  return fields;
}
