import {spawn} from "node:child_process";
import {once} from "node:events";
import {readdirSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {acquireClaim, listClaims} from "../../src/lib/pipeline/claim.ts";
import {folders, makeFolders} from "../../src/lib/pipeline/files.ts";
import {sweep, sweepOwn} from "../../src/lib/pipeline/sweep.ts";
import {makeProject, repository} from "./project.ts";

const key = "a".repeat(64);

function place() {
  const at = folders(join(makeProject().root, ".proofbook"));
  makeFolders(at);
  return at;
}

async function deadPid(): Promise<number> {
  const child = spawn(process.execPath, ["-e", ""], {stdio: "ignore"});
  await once(child, "exit");
  return child.pid!;
}

describe("acquireClaim", () => {
  it("holds one key at a time, and others meanwhile", async () => {
    const at = place();
    const first = await acquireClaim(at, key);
    const other = await acquireClaim(at, "b".repeat(64));
    const waited: number[] = [];
    let got = false;
    const second = acquireClaim(at, key, {onWait: (pid) => waited.push(pid)}).then((claim) => {
      got = true;
      return claim;
    });
    await new Promise((done) => setTimeout(done, 200));
    expect(got).toBe(false);
    expect(waited).toEqual([process.pid]); // told once, not at each attempt
    first.release();
    const claim = await second;
    first.release(); // a second release must not take the claim from its new holder
    expect(readdirSync(at.claims)).toHaveLength(2);
    claim.release();
    other.release();
    expect(readdirSync(at.claims)).toEqual([]);
  });

  it("is not blocked by the claim of a dead process, and removes it", async () => {
    const at = place();
    writeFileSync(join(at.claims, `${key}.${await deadPid()}.123`), "");
    writeFileSync(join(at.claims, `${key}.${process.pid}.1`), ""); // this pid, another start: an earlier process
    writeFileSync(join(at.claims, "notes.txt"), "");
    const claim = await acquireClaim(at, key);
    expect(readdirSync(at.claims)).toHaveLength(2);
    claim.release();
    expect(readdirSync(at.claims)).toEqual(["notes.txt"]);
  });

  it("gives up waiting when told to, and takes its claim back", async () => {
    const at = place();
    const sleeper = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], {stdio: "ignore"});
    try {
      const theirs = `${key}.${sleeper.pid}.0`;
      writeFileSync(join(at.claims, theirs), "");
      const waited: number[] = [];
      let checks = 0;
      const check = () => {
        checks += 1;
        if (checks === 3) throw new Error("stopped");
      };
      await expect(acquireClaim(at, key, {onWait: (pid) => waited.push(pid), check})).rejects.toThrow("stopped");
      expect(waited).toEqual([sleeper.pid]);
      expect(readdirSync(at.claims)).toEqual([theirs]);
      expect(listClaims(at, (what) => what === key)).toHaveLength(1);
    } finally {
      sleeper.kill("SIGKILL");
      await once(sleeper, "exit");
    }
    expect(listClaims(at, () => true)).toEqual([]);
  });

  it("lets one of several processes at a time into the same key", async () => {
    const at = place();
    const log = join(at.home, "log");
    writeFileSync(log, "");
    const child = new URL("./fixtures/claimant.ts", import.meta.url).pathname;
    const children = [0, 1, 2].map(() =>
      spawn(process.execPath, ["--import", "tsx", child, at.home, key, "8"], {cwd: repository, stdio: "inherit"}),
    );
    const codes = await Promise.all(children.map((c) => once(c, "exit")));
    expect(codes.map(([code]) => code)).toEqual([0, 0, 0]);
    const lines = (await import("node:fs")).readFileSync(log, "utf8").trim().split("\n");
    expect(lines).toHaveLength(48); // 3 processes × 8 rounds × in and out
    for (let i = 0; i < lines.length; i += 2) expect(lines[i + 1]).toBe(lines[i].replace("in", "out"));
    expect(readdirSync(at.claims)).toEqual([]);
  });
});

describe("sweep", () => {
  it("removes what dead processes left, and nothing of a living one", async () => {
    const at = place();
    const dead = await deadPid();
    for (const folder of [at.home, at.store, at.latest]) {
      writeFileSync(join(folder, `.tmp-1.${dead}.5`), "half");
      writeFileSync(join(folder, `.tmp-2.${process.pid}.0`), "being written");
    }
    writeFileSync(join(at.claims, `${key}.${dead}.5`), "");
    writeFileSync(join(at.home, "run.json"), "{}");
    expect(sweep(at)).toBe(4);
    expect(sweep(at)).toBe(0);
    expect(readdirSync(at.home).sort()).toEqual([`.tmp-2.${process.pid}.0`, "claims", "latest", "run.json", "store"]);
  });

  it("removes what this process was writing, when it is told to stop", async () => {
    const at = place();
    const claim = await acquireClaim(at, key);
    const other = `${key}.${process.ppid}.0`;
    writeFileSync(join(at.claims, other), "");
    sweepOwn(at);
    expect(readdirSync(at.claims)).toEqual([other]);
    claim.release();
  });
});
