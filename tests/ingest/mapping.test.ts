import {expect, test} from "vitest";
import {folderFiles, readFolder} from "../../src/lib/ingest/index.ts";
import {mappedHeader} from "../../src/lib/ingest/mapping.ts";
import {aFolder, dailyRows} from "./a-folder.ts";

test("mapped columns get the contract's names, others that would be in their way another", () => {
  expect(
    mappedHeader("f", ["who", "day", "net", "Result (USD)"], "daily", {account_id: "who", net: "Result (USD)"}),
  ).toEqual(["account_id", "day", "net as it was", "net"]);
});

test("headers are found in other spelling too, and extra columns of the daily rows may be named", () => {
  expect(mappedHeader("f", ["Who", "d", "n", "Mood Score"], "daily", {account_id: "WHO", mood: "mood score"})).toEqual([
    "account_id",
    "d",
    "n",
    "mood",
  ]);
});

test.each([
  [{account_id: "whom"}, /takes account_id from "whom", and no column is called that[\s\S]*did you mean "who"/],
  [{account_id: "who", date: "who"}, /takes both account_id and date from "who"/],
  [{net: "twin"}, /several columns are called that/],
  [{"no name": "who"}, /gives a column for "no name", which daily rows do not have/],
])("%j is refused", (mapping, message) => {
  expect(() => mappedHeader("f", ["who", "day", "Twin", "twIn"], "daily", mapping as never)).toThrow(message);
});

test("a mapping reads a file from start to end", () => {
  const folder = aFolder({"x.csv": "Händler;Tag;Ergebnis;net\nA;2025-01-02;1.5;9\n"});
  const files = [{file: "x.csv", as: "daily" as const, columns: {account_id: "Händler", date: "Tag", net: "Ergebnis"}}];
  const desk = readFolder(folderFiles(folder, files), {files});
  expect(dailyRows(desk)).toEqual(["A 2025-01-02 1.5"]);
  expect([...(desk.daily.columns.net_as_it_was as Float64Array)]).toEqual([9]);
});
