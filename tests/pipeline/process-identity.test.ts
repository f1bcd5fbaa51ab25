import {spawn} from "node:child_process";
import {once} from "node:events";
import {existsSync} from "node:fs";
import {describe, expect, it} from "vitest";
import {isAlive, ownedName, ownProcess, parseOwnedName} from "../../src/lib/pipeline/process-identity.ts";

describe("process identity", () => {
  it("knows this process, and that one started at another time is not it", () => {
    expect(isAlive(ownProcess())).toBe(true);
    expect(isAlive({pid: process.pid, start: "0"})).toBe(true);
    if (existsSync("/proc/self/stat")) expect(isAlive({pid: process.pid, start: "1"})).toBe(false);
  });

  it("knows that a killed process is dead", async () => {
    const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], {stdio: "ignore"});
    const identity = {pid: child.pid!, start: "0"};
    expect(isAlive(identity)).toBe(true);
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(isAlive(identity)).toBe(false);
  });

  it.runIf(existsSync("/proc/self/stat"))("takes a zombie for dead", async () => {
    // A shell whose child is killed, and which execs into a program that never waits for it.
    const shell = spawn("sh", ["-c", "sleep 60 & echo $!; kill -9 $!; exec sleep 60"], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    try {
      const [line] = await once(shell.stdout, "data");
      const zombie = {pid: Number(String(line).trim()), start: "0"};
      await expect.poll(() => isAlive(zombie), {timeout: 5000}).toBe(false);
      expect(() => process.kill(zombie.pid, 0)).not.toThrow(); // it is still in the process table
    } finally {
      shell.kill("SIGKILL");
    }
  });

  it("names files by their owner", () => {
    const owner = {pid: 12, start: "345"};
    expect(ownedName(".tmp-1", owner)).toBe(".tmp-1.12.345");
    expect(parseOwnedName(".tmp-1.12.345")).toEqual({what: ".tmp-1", owner});
    expect(parseOwnedName("run.json")).toBeNull();
    expect(parseOwnedName("a.b.3")).toBeNull();
  });
});
