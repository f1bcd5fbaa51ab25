import {rmSync} from "node:fs";
import {join} from "node:path";
import {expect, test} from "vitest";
import {folderFiles, readDeskAndPnl, readFolder} from "../../src/lib/ingest/index.ts";
import {simulate, writeSimulation} from "../../src/lib/simulate/index.ts";
import {aFolder, readFiles} from "./a-folder.ts";

const PNL = {method: "fifo", currency: "USD", overnight: "marked", tolerance: 0.01} as const;

test.each(["daily.csv", "fills.csv"])("%s of a simulated desk says so wherever it is taken to alone", async (name) => {
  const folder = aFolder({});
  writeSimulation(simulate({desk: "tiny", seed: 1, traders: 2, days: 20}), folder, {fills: true});
  for (const other of ["daily.csv", "fills.csv", "market.csv", "interventions.csv", "provenance.json"])
    if (other !== name) rmSync(join(folder, other), {force: true});
  rmSync(join(folder, "truth"), {recursive: true});
  for (const largeBytes of [undefined, 0]) {
    const {desk} = await readDeskAndPnl(folderFiles(folder), {currency: "USD", pnl: PNL, largeBytes});
    expect(desk.origin).toMatchObject({simulated: true, description: "Simulated rows"});
  }
});

test.each([
  ["", false],
  ["0", false],
  ["false", false],
  ["1", true],
])("a large file of fills whose mark is %j", async (mark, simulated) => {
  const fills = `account_id,time,symbol,side,quantity,price,Simulated\n${["BUY", "SELL"]
    .map((side, k) => `A,2025-01-02 1${k}:00,X,${side},10,10${k},${k === 1 ? mark : "no"}\n`)
    .join("")}`;
  const read = (text: string) =>
    readDeskAndPnl(folderFiles(aFolder({"fills.csv": text})), {currency: "USD", pnl: PNL, largeBytes: 0});
  expect((await read(fills)).desk.origin.simulated).toBe(simulated);
  // read as text, row by row: one of them cannot be split
  const {desk} = await read(`${fills}A,2025-01-03 10:00,X,BUY\n`);
  expect([desk.origin.simulated, desk.setAside.rows]).toEqual([simulated, 1]);
});

test("no mapping takes the mark away, and a second column of that name counts too", () => {
  const rows = "account_id,date,net,simulated\nA,2025-01-02,1,1\n";
  const files = [{file: "daily.csv", as: "daily" as const, columns: {mood: "Simulated"}}];
  const folder = aFolder({"daily.csv": rows});
  expect(() => readFolder(folderFiles(folder, files), {files})).toThrow(/the mark of simulated rows/);
  const two = readFiles({"daily.csv": "account_id,date,net,simulated,Simulated\nA,2025-01-02,1,0,1\n"});
  expect(two.origin.simulated).toBe(true);
});
