import type {Ora} from "ora";

/** What a run tells while it goes on. Every call is optional to heed; none may throw. */
export interface Progress {
  /** Once, before all else, with the stages in run order. */
  begin(stages: readonly {readonly name: string; readonly label: string}[]): void;
  /** The stage is computed from now on; not called for a cached one. */
  start(stage: string): void;
  /** Of the stage's work over the pool, so many items are done. */
  items(stage: string, done: number, total: number): void;
  /** The stage waits: "waiting for process 1234". */
  wait(stage: string, message: string): void;
  finish(
    stage: string,
    result: {readonly cached: boolean; readonly why: readonly string[]; readonly elapsed: number},
  ): void;
  fail(stage: string): void;
  /** Something a reader should know that belongs to no stage. */
  note(message: string): void;
  /** Once, after all else, also after a failure. */
  end(): void;
}

/** Says nothing. */
export const silent: Progress = {
  begin() {},
  start() {},
  items() {},
  wait() {},
  finish() {},
  fail() {},
  note() {},
  end() {},
};

/** Where `terminalProgress` writes: process.stderr, say. */
export interface Terminal {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/**
 * Reports to a terminal: one line a finished stage, "[ 3/12] features        1.2 s   ran: features/performance.ts
 * changed" or "… cached". On a TTY also a line that ticks while stages run; elsewhere (a log) plain lines only, except
 * that waiting is told.
 */
export async function terminalProgress(stream: Terminal = process.stderr): Promise<Progress> {
  const {createColors} = (await import("picocolors")).default;
  const colors = createColors(stream.isTTY === true && process.env.NO_COLOR === undefined);
  const spinner = stream.isTTY === true ? await makeSpinner(stream as NodeJS.WriteStream) : null;
  const running = new Map<string, {readonly since: number; doing: string}>();
  let total = 0;
  let width = 0;
  let done = 0;
  let ticking: NodeJS.Timeout | undefined;
  /** How many items were done when a stage first told, and when: a resumed one does not begin at none. */
  const firstItems = new Map<string, {readonly count: number; readonly at: number}>();

  const counter = () => `[${String(done).padStart(String(total).length)}/${total}]`;
  const rest = () => {
    if (spinner?.isSpinning) spinner.stop();
  };
  const line = (text: string) => {
    rest();
    stream.write(`${text}\n`);
    tick();
  };
  const tick = () => {
    if (spinner === null) return;
    if (running.size === 0) {
      rest();
      return;
    }
    const stages = [...running].map(
      ([name, {since, doing}]) => `${name} ${seconds((performance.now() - since) / 1000)}${doing && ` ${doing}`}`,
    );
    spinner.text = `${counter()} ${stages.join(", ")}`;
    if (!spinner.isSpinning) spinner.start();
  };
  const enter = (stage: string, doing: string) => {
    const entry = running.get(stage);
    if (entry === undefined) running.set(stage, {since: performance.now(), doing});
    else entry.doing = doing;
    tick();
  };

  return {
    begin(stages) {
      total = stages.length;
      width = Math.max(0, ...stages.map(({name}) => name.length));
      if (spinner !== null) ticking = setInterval(tick, 100).unref();
    },
    start: (stage) => enter(stage, ""),
    items(stage, count, of) {
      const from = firstItems.get(stage) ?? {count, at: performance.now()};
      firstItems.set(stage, from);
      enter(stage, of > 1 ? `(${count}/${of}${timeLeft(from, count, of)})` : "");
    },
    wait(stage, message) {
      enter(stage, message);
      if (spinner === null) line(`${" ".repeat(counter().length)} ${stage.padEnd(width)} ${message}`);
    },
    finish(stage, {cached, why, elapsed}) {
      running.delete(stage);
      done += 1;
      const told = cached ? colors.dim("cached") : `ran: ${briefly(why)}`;
      line(`${colors.dim(counter())} ${stage.padEnd(width)} ${seconds(elapsed).padStart(8)}   ${told}`);
    },
    fail(stage) {
      running.delete(stage);
      line(`${" ".repeat(counter().length)} ${stage.padEnd(width)} ${" ".repeat(8)}   ${colors.red("failed")}`);
    },
    note: (message) => line(`${" ".repeat(counter().length)} ${message}`),
    end() {
      clearInterval(ticking);
      running.clear();
      rest();
    },
  };
}

/** What is left at the pace so far; nothing before the first item is done. */
function timeLeft({count, at}: {readonly count: number; readonly at: number}, done: number, of: number): string {
  if (done <= count || done === of) return "";
  const left = (((performance.now() - at) / 1000) * (of - done)) / (done - count);
  return left < 90 ? `, about ${Math.ceil(left)} s left` : `, about ${Math.ceil(left / 60)} min left`;
}

/** The first two reasons, and how many more: a line should stay a line. `npm run status` lists all. */
function briefly(why: readonly string[]): string {
  return why.length <= 3 ? why.join("; ") : `${why.slice(0, 2).join("; ")}; and ${why.length - 2} more`;
}

/** "0.4 s", "72.3 s": seconds with one decimal. */
export function seconds(value: number): string {
  return `${value.toFixed(1)} s`;
}

async function makeSpinner(stream: NodeJS.WriteStream): Promise<Ora> {
  const {default: ora} = await import("ora");
  return ora({stream, discardStdin: false}); // stdin untouched: Ctrl-C must reach the process
}
