import {expect, test} from "vitest";
import {readFiles} from "./a-folder.ts";

const DAILY = "account,date,net\nA,2025-01-02,1\n";
const MARKED = "account,date,net,simulated\nA,2025-01-02,1,1\nB,2025-01-02,1,0\n";

test("files without a note are what they are", () => {
  const {origin} = readFiles({"daily.csv": DAILY});
  // printf 'account,date,net\nA,2025-01-02,1\n' | sha256sum
  expect(origin).toEqual({
    simulated: false,
    description: "1 file",
    files: [{name: "daily.csv", sha256: "1755a67603a731541f5d9cd95a135a057842a0d1cb99fd8be0db71221de5c139"}],
  });
});

test("a note marks the folder as simulated", () => {
  const note = JSON.stringify({simulated: true, description: "Simulated desk, seed 1"});
  const {origin} = readFiles({"daily.csv": DAILY, "provenance.json": note});
  expect(origin).toMatchObject({simulated: true, description: "Simulated desk, seed 1"});
  expect(origin.files.map((f) => f.name)).toEqual(["daily.csv", "provenance.json"]);
});

test("rows that say they are simulated cannot be taken back by a note", () => {
  expect(readFiles({"daily.csv": MARKED}).origin).toMatchObject({simulated: true, description: "Simulated rows"});
  expect(readFiles({"daily.csv": MARKED, "provenance.json": '{"simulated": false}'}).origin.simulated).toBe(true);
  const desk = readFiles({"daily.csv": MARKED});
  expect("simulated" in desk.daily.columns).toBe(false);
  expect(desk.quality.files[0].columns[3]).toEqual({name: "simulated", role: "mark of simulated rows"});
});

test("any file can carry the mark, and 0 is none", () => {
  const files = {"daily.csv": DAILY, "interventions.csv": "account,date,multiplier,Simulated\nA,2025-01-02,.5,yes\n"};
  expect(readFiles(files).origin.simulated).toBe(true);
  expect(readFiles({"daily.csv": MARKED.replace("1,1\nB", "1,0\nB")}).origin.simulated).toBe(false);
});

test.each([
  ["{", "is not JSON"],
  ["", "is not JSON"],
  ["[]", "the whole: "],
  ['{"simulated": "no"}', "simulated: "],
  ['{"simulated": true, "real": true}', "real"],
  ['{"description": "x"}', "simulated: "],
])("a note that cannot be understood is an error: %s", (note, what) => {
  expect(() => readFiles({"daily.csv": DAILY, "provenance.json": note})).toThrow(/^provenance\.json: /);
  expect(() => readFiles({"daily.csv": DAILY, "provenance.json": note})).toThrow(what);
});
