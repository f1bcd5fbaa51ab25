import {spawn} from "node:child_process";
import {createInterface} from "node:readline";

/** A running Python script that answers one line of JSON to each line it is sent. */
export interface PythonPeer {
  ask<T>(question: string): Promise<T>;
  stop(): void;
}

/**
 * Starts a script that reads lines and prints one line of JSON for each: the peer of a bench, asked in turn with ours, so
 * that both meet the same load, and timing itself, so that starting it costs nothing.
 */
export function startPython(python: string, script: string, args: readonly string[] = []): PythonPeer {
  const child = spawn(python, ["-u", "-c", script, ...args], {stdio: ["pipe", "pipe", "inherit"]});
  const lines = createInterface({input: child.stdout})[Symbol.asyncIterator]();
  return {
    async ask<T>(question: string): Promise<T> {
      child.stdin.write(`${question}\n`);
      const {value, done} = await lines.next();
      if (done) throw new Error("the Python peer ended: see its message above");
      return JSON.parse(value) as T;
    },
    stop: () => child.stdin.end(),
  };
}
