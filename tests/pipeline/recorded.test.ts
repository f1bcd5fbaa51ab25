import {mkdtempSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import type {Recorded} from "../../src/lib/pipeline/evidence.ts";
import {
  checkRecorded,
  evidenceCode,
  readRecorded,
  recordedFiles,
  recordedText,
} from "../../src/lib/pipeline/recorded.ts";
import {estimateSeconds, recordEvidence} from "../../src/lib/pipeline/recorded-run.ts";
import {openWorkers} from "../../src/lib/pipeline/workers.ts";
import {coinEvidence, drawn, tossCoin} from "./fixtures/coin-evidence.ts";

const folder = mkdtempSync(join(tmpdir(), "recorded-"));
let files = 0;

async function recorded(more: Partial<Parameters<typeof recordEvidence>[1]> = {}, workers = 0) {
  const pool = openWorkers(workers);
  try {
    const store = join(folder, `store-${files++}`);
    return await recordEvidence(coinEvidence, {workers: pool, store, before: null, ...more});
  } finally {
    await pool.close();
  }
}

type Content = Awaited<ReturnType<typeof recorded>>;

function written(content: Content | string): string {
  const path = join(folder, `record-${files++}.json`);
  writeFileSync(path, typeof content === "string" ? content : recordedText(content));
  return path;
}

/** A record with one case changed, its digest right. */
function changed(content: Content, change: (one: Content["cases"][number]) => object): string {
  return written({...content, cases: [{...content.cases[0], ...change(content.cases[0])}, ...content.cases.slice(1)]});
}

const whole = await recorded();

describe("a record of evidence", () => {
  it("has every case with what all of its seeds gave, and some of them as they are", () => {
    const [penny, dime] = whole.cases;
    expect([penny.name, penny.draws, penny.seed]).toEqual(["penny", 30, 5]);
    expect(dime.draws).toBe(12);
    const seeds = Array.from({length: 30}, (_, k) => 5 + k);
    expect(penny.summary.heads).toBe(tossCoin({name: "penny", seeds}).reduce((a, b) => a + b, 0));
    expect(penny.sample.map((s) => s.seed)).toEqual([5, 20, 34]);
    for (const {seed, draw} of penny.sample) expect(tossCoin({name: "penny", seeds: [seed]})).toEqual([draw]);
    expect(whole.command).toBe("npm run calibrate -- coin");
  });

  it("is the same with workers and without, and after an interruption", async () => {
    expect(recordedText(await recorded({}, 2))).toBe(recordedText(whole));
    const store = join(folder, "interrupted");
    await recorded({store, draws: 8});
    drawn.length = 0;
    expect(recordedText(await recorded({store}))).toBe(recordedText(whole));
    expect(drawn.filter((seed) => seed < 13)).toEqual([]); // kept: neither case draws its first eight again
    expect(drawn.length).toBe(24 + 4); // whole batches of four: 22 of the one, 4 of the other
  });

  it("can be made anew for some cases, the others staying as they were", async () => {
    const told: string[] = [];
    const before = readRecorded(changed(whole, () => ({draws: 3}))) as Recorded;
    const again = await recorded({
      before,
      only: (name) => name === "dime",
      draws: 4,
      onCase: (name) => told.push(name),
    });
    expect(again.cases.map((c) => [c.name, c.draws])).toEqual([
      ["penny", 3],
      ["dime", 4],
    ]);
    expect(told).toEqual(["dime"]);
    expect((await recorded({only: (name) => name === "dime"})).cases.map((c) => c.name)).toEqual(["dime"]);
  });

  it("says beforehand how long a draw takes", async () => {
    const seconds = await estimateSeconds(coinEvidence, "penny");
    expect(seconds).toBeGreaterThanOrEqual(0);
    expect(seconds).toBeLessThan(1);
  });
});

describe("a record held against the code", () => {
  it("is fresh where the same code gives the same bits", async () => {
    const report = await checkRecorded(coinEvidence, {path: written(whole)});
    expect(report.status).toBe("fresh");
    expect(report.rerun).toBe(6);
    expect(report.cases.map((c) => [c.name, c.fresh, c.draws, c.full, c.rerun])).toEqual([
      ["penny", true, 30, 30, 3],
      ["dime", true, 12, 12, 3],
    ]);
    expect(report.cases[0].summary).toEqual(whole.cases[0].summary);
    expect((await checkRecorded(coinEvidence, {path: written(whole), seeds: 1})).rerun).toBe(2);
  });

  it("is of older code where only the hash differs", async () => {
    const report = await checkRecorded(coinEvidence, {path: changed(whole, () => ({code: "0".repeat(64)}))});
    expect(report.status).toBe("older code");
    expect(report.why).toMatch(/has changed since.*npm run calibrate -- coin/);
    expect(report.cases.map((c) => c.fresh)).toEqual([false, true]);
  });

  it("is contradicted, and shows nothing, where a draw comes out differently", async () => {
    const path = changed(whole, ({sample}) => ({
      sample: [{...sample[0], draw: 1 - sample[0].draw}, ...sample.slice(1)],
    }));
    const report = await checkRecorded(coinEvidence, {path});
    expect(report.status).toBe("contradicted");
    expect(report.why).toMatch(/1 of 6 draws gave something else.*penny, seed 5/);
    expect(report.cases).toEqual([]);
  });

  it("is contradicted where a number was changed by hand, or the file is none", async () => {
    const text = recordedText(whole).replace(/"heads": \d+/, '"heads": 29');
    const tampered = await checkRecorded(coinEvidence, {path: written(text)});
    expect(tampered.status).toBe("contradicted");
    expect(tampered.why).toMatch(/changed by hand/);
    expect(tampered.cases).toEqual([]);
    expect((await checkRecorded(coinEvidence, {path: written("{")})).why).toMatch(/it is not JSON/);
    expect((await checkRecorded(coinEvidence, {path: written("{}")})).why).toMatch(/not of the kind/);
  });

  it.each([
    ["none", () => []],
    ["of other seeds", (sample) => [{...sample[0], seed: 9999}]],
    ["one twice", (sample) => [sample[0], sample[0]]],
  ] as [string, (sample: (typeof whole.cases)[number]["sample"]) => unknown][])(
    "is not believed where the draws that could be run again are %s",
    async (_, sample) => {
      const report = await checkRecorded(coinEvidence, {
        path: changed(whole, (one) => ({sample: sample(one.sample) as never})),
      });
      expect([report.status, report.cases]).toEqual(["contradicted", []]);
      expect(report.why).toContain("no draws of its own");
    },
  );

  it("is missing where there is none, and names cases that it lacks", async () => {
    const missing = await checkRecorded(coinEvidence, {path: null});
    expect([missing.status, missing.cases]).toEqual(["missing", []]);
    expect(missing.why).toMatch(/npm run calibrate -- coin/);
    const part = await checkRecorded(coinEvidence, {path: written({...whole, cases: whole.cases.slice(1)})});
    expect([part.status, part.absent]).toEqual(["fresh", ["penny"]]);
    const others = [[], whole.cases.map((one) => ({...one, name: `old ${one.name}`}))]; // nothing was run again
    for (const cases of others) {
      const {status, absent, rerun} = await checkRecorded(coinEvidence, {path: written({...whole, cases})});
      expect([status, absent, rerun]).toEqual(["missing", ["penny", "dime"], 0]);
    }
    expect(recordedFiles("no such record")).toEqual([]);
  });

  it("hashes the code that draws, and no other", async () => {
    const own = await evidenceCode(coinEvidence);
    expect(whole.cases.every((c) => c.code === own)).toBe(true);
    const {knownTruthEvidence} = await import("../../src/lib/pipeline/known-truth-evidence.ts");
    expect(await evidenceCode(knownTruthEvidence)).not.toBe(own);
  });
});
