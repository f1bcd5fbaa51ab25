import {readFileSync, rmSync} from "node:fs";
import {join} from "node:path";
import {expect, test} from "vitest";
import {folderFiles, readFolder} from "../../src/lib/ingest/index.ts";
import {simulate, simulateDesk, truthOf, writeDesk, writeSimulation} from "../../src/lib/simulate/index.ts";
import {aFolder, readFiles} from "../ingest/a-folder.ts";

test("a simulated desk is read back as it was, and still as simulated", () => {
  const desk = simulateDesk({desk: "demo", seed: 2});
  const folder = aFolder({});
  writeDesk(desk, folder);
  const files = folderFiles(folder);
  expect(files.map((f) => f.name)).toEqual(["daily.csv", "market.csv", "interventions.csv", "provenance.json"]);
  const read = readFolder(files);
  for (const key of ["accounts", "days", "daily", "market", "interventions", "predictions"] as const)
    expect(read[key]).toEqual(desk[key]);
  expect(read.origin).toMatchObject({simulated: true, description: "Simulated demo desk, seed 2"});
  expect(read.truth).toBeNull(); // a folder cannot say what is true

  rmSync(join(folder, "provenance.json"));
  expect(readFolder(folderFiles(folder)).origin.simulated).toBe(true);
});

test("a desk from files is written without a mark, whatever its names and gaps", () => {
  const desk = readFiles({
    "daily.csv": 'account,date,net,fees\n"Smith, ""J""",2025-01-02,0.1,\n=1+1,2025-01-03,-2,3\n',
    "predictions.csv": "account,date,p_loss,large_loss\n=1+1,2025-01-03,0.25,1\n",
  });
  const folder = join(aFolder({}), "new");
  writeDesk(desk, folder);
  const read = readFolder(folderFiles(folder));
  expect(read.daily).toEqual(desk.daily);
  expect(read.accounts).toEqual(["=1+1", 'Smith, "J"']);
  expect(read.predictions).toEqual(desk.predictions);
  expect(read.origin.simulated).toBe(false);
  expect(readFileSync(join(folder, "daily.csv"), "utf8")).not.toContain("simulated");
});

test("a simulation is written with its fills and its truth, and read back as the desk it is", () => {
  const options = {desk: "leaky", seed: 4, traders: 3, days: 30} as const;
  const simulation = simulate(options);
  const folder = aFolder({});
  writeSimulation(simulation, folder, {fills: true});
  const read = readFolder(folderFiles(folder));
  const whole = simulateDesk({...options, fills: true});
  for (const key of ["accounts", "days", "daily", "market", "interventions", "predictions"] as const)
    expect(read[key], key).toEqual(whole[key]);
  expect(read.setAside.rows).toBe(0);

  const lines = (name: string) =>
    readFileSync(join(folder, "truth", name), "utf8")
      .trimEnd()
      .split("\n");
  expect(lines("rows.csv")).toHaveLength(1 + simulation.rows.count);
  expect(lines("rows.csv")[0]).toMatch(/^account_id,date,net_free,net_limited,effect,expected,/);
  expect(lines("traders.csv").map((l) => l.split(",")[0])).toEqual(["account", "D01", "D02", "D03"]);
  expect(lines("days.csv")).toHaveLength(31);
  const bars = simulation.market.bars.reduce((sum, n) => sum + n, 0) * simulation.market.symbols.length;
  expect(lines("bars.csv")).toHaveLength(1 + bars);
  expect(lines("bars.csv")[0]).toBe("date,time,symbol,bar,open,close,volume");
  expect(JSON.parse(lines("total.json").join("\n"))).toEqual(truthOf(simulation).total);
});
