import {type ChildProcess, spawn} from "node:child_process";
import {readdirSync, readFileSync} from "node:fs";

export interface Ran {
  readonly seconds: number;
  /** Peak resident memory in bytes: of the processes that `apart` leaves in, and of all. */
  readonly peakBytes: number;
  readonly totalPeakBytes: number;
  readonly output: string;
}

/**
 * Runs a program to its end and measures it. Memory is the sum of the resident sets of the process and its descendants at
 * one moment (pages that they share are counted in each: never too little), read from /proc every 50 ms, and never below
 * the largest peak of a single process that the kernel itself noted (VmHWM). A process whose command line is `apart`, and
 * its descendants, are left out of the first of the two peaks.
 * @throws Error with the last lines of output if it does not exit with 0.
 */
export async function run(
  command: string,
  args: readonly string[],
  {cwd, apart = () => false}: {cwd: string; apart?: (commandLine: string) => boolean},
): Promise<Ran> {
  const start = performance.now();
  const child = spawn(command, args, {cwd, stdio: ["ignore", "pipe", "pipe"], env: {...process.env, NO_COLOR: "1"}});
  const output: string[] = [];
  for (const pipe of [child.stdout, child.stderr]) pipe.setEncoding("utf8").on("data", (text) => output.push(text));
  let [peakBytes, totalPeakBytes] = [0, 0];
  const poll = setInterval(() => {
    const now = residentBytes(child, apart);
    peakBytes = Math.max(peakBytes, now.own);
    totalPeakBytes = Math.max(totalPeakBytes, now.total);
  }, 50);
  const stop = () => child.kill();
  process.once("exit", stop);
  try {
    const code = await new Promise<number | null>((done, fail) => child.on("error", fail).on("close", done));
    const seconds = (performance.now() - start) / 1000;
    if (code !== 0) throw new Error(`${args.join(" ")} exited with ${code}:\n${output.join("").slice(-2000)}`);
    return {seconds, peakBytes, totalPeakBytes, output: output.join("")};
  } finally {
    clearInterval(poll);
    process.off("exit", stop);
  }
}

function residentBytes({pid}: ChildProcess, apart: (commandLine: string) => boolean): {own: number; total: number} {
  const children = new Map<number, number[]>();
  for (const entry of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    // "pid (name with anything) state parent …"
    const parent = Number(read(`/proc/${entry}/stat`).split(") ").at(-1)?.split(" ")[1]);
    children.set(parent, [...(children.get(parent) ?? []), Number(entry)]);
  }
  const own = {sum: 0, peak: 0};
  const total = {sum: 0, peak: 0};
  const visit = (id: number, counted: boolean) => {
    const isOwn = counted && !apart(read(`/proc/${id}/cmdline`).replaceAll("\0", " "));
    const status = read(`/proc/${id}/status`);
    const bytes = (field: string) => 1024 * Number(new RegExp(`^${field}:\\s+(\\d+) kB`, "m").exec(status)?.[1] ?? 0);
    for (const group of isOwn ? [own, total] : [total]) {
      group.sum += bytes("VmRSS");
      group.peak = Math.max(group.peak, bytes("VmHWM"));
    }
    for (const each of children.get(id) ?? []) visit(each, isOwn);
  };
  if (pid !== undefined) visit(pid, true);
  return {own: Math.max(own.sum, own.peak), total: Math.max(total.sum, total.peak)};
}

/** "" for a process that has ended meanwhile. */
function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
