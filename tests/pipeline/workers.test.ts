import {availableParallelism} from "node:os";
import {afterAll, describe, expect, it} from "vitest";
import {openWorkers, workerCount} from "../../src/lib/pipeline/workers.ts";
import {double, draw, failOdd, giveFunction, leave, overwrite, slowFirst, whichThread} from "./fixtures/tasks.ts";

const module = new URL("./fixtures/tasks.ts", import.meta.url);
const pools = [0, 1, 2].map(openWorkers);
afterAll(() => Promise.all(pools.map((pool) => pool.close())));

describe.each(pools.map((pool) => [pool.count, pool] as const))("with %i workers", (count, workers) => {
  it("gives results in the order of the items", async () => {
    expect(await workers.map(slowFirst, module, [0, 1, 2, 3, 4, 5])).toEqual([0, 1, 2, 3, 4, 5]);
    expect(await workers.map(double, module, [])).toEqual([]);
  });

  it("tells how many are done", async () => {
    const done: number[] = [];
    await workers.map(double, module, [1, 2, 3], {onDone: (n) => done.push(n)});
    expect(done).toEqual([1, 2, 3]);
  });

  it("gives the same numbers as any other number of workers", async () => {
    const items = [0, 1, 2, 3, 4].map((unit) => ({seed: 7, unit}));
    expect(await workers.map(draw, module, items)).toEqual(items.map(draw));
  });

  it("works off this thread, also for a single item", async () => {
    const [thread] = await workers.map(whichThread, module, [1]);
    expect(thread === whichThread(1)).toBe(count === 0);
  });

  it("reports the first item that fails, with its message", async () => {
    await expect(workers.map(failOdd, module, [0, 2, 4, 5, 7, 9])).rejects.toThrow("failOdd, item 3 of 6: odd: 5");
    expect(await workers.map(failOdd, module, [0, 2])).toEqual([0, 2]); // and goes on
  });

  it("does not let a task touch what its caller holds", async () => {
    const item = {values: Float64Array.of(1, 2)};
    expect(await workers.map(overwrite, module, [item])).toEqual([2]);
    expect(item.values).toEqual(Float64Array.of(1, 2));
  });

  it("refuses a result that cannot be copied", async () => {
    await expect(workers.map(giveFunction, module, [1])).rejects.toThrow(
      /giveFunction, item 0 of 1: .*could not be cloned/,
    );
  });

  it("refuses a task without a name", async () => {
    await expect(workers.map(((x: number) => x) as typeof double, module, [1])).rejects.toThrow(
      "must be a named function",
    );
  });
});

describe("worker threads", () => {
  it("say what a module does not export, and survive a task that wants to exit", async () => {
    const local = function nowhere(x: number) {
      return x;
    };
    await expect(pools[1].map(local, module, [1])).rejects.toThrow("tasks.ts exports no function named nowhere");
    await expect(pools[1].map(leave, module, [0])).rejects.toThrow("a task must not call process.exit");
    expect(await pools[1].map(double, module, [4])).toEqual([8]);
  });

  it("may be closed before they were used, and twice", async () => {
    const workers = openWorkers(1);
    await workers.close();
    await workers.close();
  });
});

describe("workerCount", () => {
  it("takes the option, then the environment, then the processors", () => {
    expect(workerCount(3, {PROOFBOOK_WORKERS: "5"})).toBe(3);
    expect(workerCount("0", {})).toBe(0);
    expect(workerCount(undefined, {PROOFBOOK_WORKERS: "5"})).toBe(5);
    expect(workerCount(undefined, {PROOFBOOK_WORKERS: ""})).toBe(availableParallelism());
    expect(workerCount(undefined, {})).toBe(availableParallelism());
  });

  it.each(["two", "-1", "1.5", "", -1, 1.5, Number.NaN, 1000])("refuses %o", (given) => {
    expect(() => workerCount(given, {})).toThrow("invalid number of workers; not a whole number from 0");
  });
});
