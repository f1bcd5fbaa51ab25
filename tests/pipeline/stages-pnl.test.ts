import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {expect, it, onTestFinished} from "vitest";
import type {Reconciliation} from "../../src/lib/ingest/pnl/index.ts";
import {ingestStage} from "../../src/lib/pipeline/stages/ingest.ts";
import {defineStudy, type StudyInput} from "../../src/lib/study/index.ts";

const FILLS = [
  "account_id,time,symbol,side,quantity,price,fees",
  "A,2025-01-02 10:00,X,BUY,10,100,1",
  "A,2025-01-02 11:00,X,SELL,10,102,1",
  "A,2025-01-03 10:00,X,BUY,10,100,1",
  "B,2025-01-03 10:00,X,BUY,10,100,0",
  "",
].join("\n");

async function ingest(files: Readonly<Record<string, string>>, pnl: StudyInput["pnl"] = {}) {
  const folder = mkdtempSync(join(tmpdir(), "proofbook-pnl-stage-"));
  onTestFinished(() => rmSync(folder, {recursive: true, force: true}));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const stage = ingestStage(defineStudy({title: "Fills", source: {kind: "folder", path: "."}, pnl}), folder);
  const told: number[] = [];
  const output = await stage.run({
    file: (name: string) => join(folder, name),
    progress: (done: number) => told.push(done),
  } as never);
  const value = (id: string) => output.findings!.find((finding) => finding.id === id)?.value;
  return {stage, output, value, told};
}

it("fills without daily rows become the desk's days; fills beside them a reconciliation", async () => {
  const alone = await ingest({"fills.csv": FILLS});
  expect(alone.output.tables!["fills-panel.arrow"].columns.net).toEqual(Float64Array.of(18, -1, 0));
  expect(alone.output.json!["reconciliation.json"]).toBeUndefined();
  expect(alone.output.json!["pnl.json"]).toMatchObject({method: "fifo", derived: ["A", "B"], feeKinds: ["fees"]});
  expect(alone.value("pnl.derived_accounts")).toBe(2);
  expect(alone.value("pnl.open_positions")).toBe(2);
  expect(alone.value("reconciliation.agreeing")).toBeUndefined();
  expect([...alone.told].sort((a, b) => a - b)).toEqual(alone.told);
  expect(alone.told.at(-1)).toBeGreaterThanOrEqual(90); // the last step has begun; how far it is when last asked, the clock decides
  expect(alone.told.at(-1)).toBeLessThanOrEqual(100);

  const both = await ingest({
    "fills.csv": FILLS,
    "daily.csv": "account_id,date,net\nA,2025-01-02,20\nA,2025-01-03,-1\n",
  });
  const report = both.output.json!["reconciliation.json"] as Reconciliation;
  expect(report.differences.map(({date, reason, difference}) => [date, reason, difference])).toEqual([
    ["2025-01-02", "summary before fees", -2],
  ]);
  expect(both.value("reconciliation.agreeing")).toBe(0.5);
  expect(both.value("reconciliation.largest")).toBe(-2);
  expect(both.value("pnl.derived_accounts")).toBe(1);
});

it("how P&L is computed is part of the stage's parameters, and decides the result", async () => {
  const fills = FILLS.replace("A,2025-01-03", "A,2025-01-02");
  const market = "date,symbol,close\n2025-01-02,X,103\n2025-01-03,X,104\n";
  const [marked, closed] = await Promise.all(
    (["marked", "when closed"] as const).map((overnight) =>
      ingest({"fills.csv": fills, "market.csv": market}, {overnight}),
    ),
  );
  expect(marked.stage.params).toMatchObject({pnl: {overnight: "marked", method: "fifo"}});
  expect(marked.value("pnl.net")).toBe(17 + 40 + 40);
  expect(closed.value("pnl.net")).toBe(17);
  expect(closed.value("pnl.unmarked_days")).toBe(2);
});
