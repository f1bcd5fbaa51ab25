import {describe, expect, it} from "vitest";
import {latestWins} from "../../../src/lib/view/slice/index.ts";

const turn = () => new Promise((done) => setImmediate(done));

describe("latestWins", () => {
  it("runs the first at once, then only the last of what came meanwhile, one at a time", async () => {
    const started: number[] = [];
    const finish: (() => void)[] = [];
    const push = latestWins<number>(
      (value) => {
        started.push(value);
        return new Promise((done) => finish.push(done));
      },
      () => {},
    );
    for (const value of [1, 2, 3, 4]) push(value);
    expect(started).toEqual([1]);
    await turn();
    expect(started).toEqual([1]);
    finish[0]();
    await turn();
    expect(started).toEqual([1, 4]);
    push(5);
    push(6);
    finish[1]();
    await turn();
    expect(started).toEqual([1, 4, 6]);
    finish[2]();
    await turn();
    push(7);
    expect(started).toEqual([1, 4, 6, 7]);
  });

  it("goes on after a failure and reports it", async () => {
    const done: string[] = [];
    const failures: unknown[] = [];
    const push = latestWins<string>(
      async (value) => {
        if (value === "bad") throw new Error("no such table");
        done.push(value);
      },
      (error) => failures.push(error),
    );
    push("bad");
    push("good");
    await turn();
    expect(done).toEqual(["good"]);
    expect(failures.map(String)).toEqual(["Error: no such table"]);
  });
});
