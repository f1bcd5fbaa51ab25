import {afterEach, beforeEach, describe, expect, it, vi} from "vitest";
import {seconds, type Terminal, terminalProgress} from "../../src/lib/pipeline/index.ts";

const stages = Array.from({length: 12}, (_, i) => ({name: i === 0 ? "features" : `stage-${i}`, label: "x"}));

function recorder(isTTY: boolean) {
  const written: string[] = [];
  const cursor = () => true;
  const stream = {
    isTTY,
    columns: 100,
    write: (text: string) => written.push(text),
    clearLine: cursor,
    cursorTo: cursor,
    moveCursor: cursor,
    getColorDepth: () => 1,
  };
  return {stream: stream as Terminal, written, text: () => written.join("")};
}

describe("on a log", () => {
  it("prints one plain line a finished stage, with waiting, notes and failures", async () => {
    const {stream, text} = recorder(false);
    const progress = await terminalProgress(stream);
    progress.begin(stages);
    progress.note("removed 1 leftover of a run that was killed");
    progress.start("features");
    progress.items("features", 1, 4);
    progress.finish("features", {
      cached: false,
      why: ["features/performance.ts changed", "daily.csv changed"],
      elapsed: 1.24,
    });
    progress.finish("stage-1", {cached: true, why: [], elapsed: 0.004});
    progress.finish("stage-3", {cached: false, why: ["a", "b", "c", "d"], elapsed: 0.2});
    progress.wait("stage-2", "waiting for process 1234");
    progress.fail("stage-2");
    progress.end();
    expect(text()).toBe(
      [
        "        removed 1 leftover of a run that was killed",
        "[ 1/12] features    1.2 s   ran: features/performance.ts changed; daily.csv changed",
        "[ 2/12] stage-1     0.0 s   cached",
        "[ 3/12] stage-3     0.2 s   ran: a; b; and 2 more",
        "        stage-2  waiting for process 1234",
        "        stage-2             failed",
        "",
      ].join("\n"),
    );
  });
});

describe("on a terminal", () => {
  beforeEach(() => {
    vi.useFakeTimers({toFake: ["setInterval", "clearInterval", "performance"]});
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("ticks while a stage runs, and ends with a line a stage", async () => {
    const {stream, text, written} = recorder(true);
    const progress = await terminalProgress(stream);
    progress.begin(stages);
    progress.start("features");
    progress.items("features", 3, 8);
    vi.advanceTimersByTime(1000);
    expect(text()).toContain("[ 0/12] features 0.5 s (3/8)");
    expect(text()).toContain("[ 0/12] features 0.9 s (3/8)");
    progress.items("features", 4, 8); // one item in a second, four are left
    vi.advanceTimersByTime(100);
    expect(text()).toContain("(4/8, about 4 s left)");
    vi.advanceTimersByTime(118_900);
    progress.items("features", 6, 8); // three in two minutes
    vi.advanceTimersByTime(100);
    expect(text()).toContain("(6/8, about 80 s left)");
    progress.finish("features", {cached: false, why: ["first run"], elapsed: 1});
    expect(text()).toMatch(/features\s+1\.0 s {3}ran: first run\n/);
    progress.end();
    const {length} = written;
    vi.advanceTimersByTime(1000);
    expect(written).toHaveLength(length); // no timer goes on
  });
});

describe("seconds", () => {
  it("prints one decimal", () => {
    expect([0, 0.05, 1.24, 72.31].map(seconds)).toEqual(["0.0 s", "0.1 s", "1.2 s", "72.3 s"]);
  });
});
