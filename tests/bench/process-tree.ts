import {type ChildProcess, spawn} from "node:child_process";
import {readdirSync, readFileSync} from "node:fs";

export interface Ran {
  readonly seconds: number;
  /** Largest sum of resident memory, in bytes, of the process and all its descendants at one moment; see `run`. */
  readonly peakBytes: number;
  readonly output: string;
}

/**
 * Runs a program to its end and measures it. Memory is the resident set (with shared pages counted in each process: never
 * too little), read from /proc every 50 ms for the process and every descendant that `counts` accepts by its command line,
 * and never below what the kernel itself noted as their own peaks (VmHWM).
 * @throws Error with the last lines of output if it does not exit with 0.
 */
export async function run(
  command: string,
  args: readonly string[],
  {cwd, counts = () => true}: {cwd: string; counts?: (commandLine: string) => boolean},
): Promise<Ran> {
  const start = performance.now();
  const child = spawn(command, args, {cwd, stdio: ["ignore", "pipe", "pipe"], env: {...process.env, NO_COLOR: "1"}});
  const output: string[] = [];
  for (const pipe of [child.stdout, child.stderr]) pipe.setEncoding("utf8").on("data", (text) => output.push(text));
  let peakBytes = 0;
  const poll = setInterval(() => {
    peakBytes = Math.max(peakBytes, residentBytes(child, counts));
  }, 50);
  const stop = () => child.kill();
  process.once("exit", stop);
  try {
    const code = await new Promise<number | null>((done, fail) => child.on("error", fail).on("close", done));
    const seconds = (performance.now() - start) / 1000;
    if (code !== 0) throw new Error(`${args.join(" ")} exited with ${code}:\n${output.join("").slice(-2000)}`);
    return {seconds, peakBytes, output: output.join("")};
  } finally {
    clearInterval(poll);
    process.off("exit", stop);
  }
}

function residentBytes({pid}: ChildProcess, counts: (commandLine: string) => boolean): number {
  const children = new Map<number, number[]>();
  for (const entry of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    // "pid (name with anything) state parent …"
    const parent = Number(read(`/proc/${entry}/stat`).split(") ").at(-1)?.split(" ")[1]);
    children.set(parent, [...(children.get(parent) ?? []), Number(entry)]);
  }
  let sum = 0;
  let peak = 0;
  const visit = (id: number) => {
    const status = read(`/proc/${id}/status`);
    const kilobytes = (field: string) => Number(new RegExp(`^${field}:\\s+(\\d+) kB`, "m").exec(status)?.[1] ?? 0);
    if (counts(read(`/proc/${id}/cmdline`).replaceAll("\0", " "))) {
      sum += kilobytes("VmRSS");
      peak = Math.max(peak, kilobytes("VmHWM"));
    }
    for (const each of children.get(id) ?? []) visit(each);
  };
  if (pid !== undefined) visit(pid);
  return 1024 * Math.max(sum, peak);
}

/** "" for a process that has ended meanwhile. */
function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
