// Credentials here are made up.
import {type ChildProcess, execFileSync, spawn} from "node:child_process";
import {chownSync, mkdtempSync, readdirSync, rmSync} from "node:fs";
import {createServer} from "node:net";
import {tmpdir} from "node:os";
import {join} from "node:path";

/** A server of a database that tests start on loopback, with a data folder of its own. */
export interface Server {
  readonly port: number;
  /** Of a user who may do everything: that nothing is written is then the reader's doing. */
  readonly user: string;
  readonly password: string;
  readonly url: string;
  /** The server's own process. */
  readonly pid: number;
  /** Folder for sockets and certificates, owned by the server's user. */
  readonly folder: string;
  stop(): Promise<void>;
}

/** The password of the tests: characters that mean something in URLs, SQL and shells. */
export const PASSWORD = `s3cr@t/#?%:&'"\\ pässword`;

/** Who a server runs as: a database refuses to run as root. */
export interface Runner {
  readonly uid?: number;
  readonly gid?: number;
  /** A new folder that it owns. */
  folder(): string;
  run(program: string, args: readonly string[]): void;
  start(program: string, args: readonly string[]): ChildProcess;
}

/** @param account whose rights to use where the tests run as root. */
export function runner(account: string): Runner {
  const id = (flag: string) => {
    try {
      return Number(execFileSync("id", [flag, account], {encoding: "utf8", stdio: ["ignore", "pipe", "ignore"]}));
    } catch {
      return Number(execFileSync("id", [flag, "nobody"], {encoding: "utf8"})); // installed without an account of its own
    }
  };
  const rights = process.getuid?.() === 0 ? {uid: id("-u"), gid: id("-g")} : {};
  const env = {PATH: process.env.PATH, LC_ALL: "C", TZ: "Asia/Tokyo"}; // a zone that shows where one is taken from the machine
  return {
    ...rights,
    folder() {
      const folder = mkdtempSync(join(tmpdir(), "proofbook-server-"));
      if (rights.uid !== undefined) chownSync(folder, rights.uid, rights.gid!);
      return folder;
    },
    run(program, args) {
      execFileSync(program, [...args], {...rights, env, cwd: "/", stdio: ["ignore", "ignore", "pipe"]});
    },
    start(program, args) {
      return spawn(program, [...args], {...rights, env, cwd: "/", stdio: ["ignore", "ignore", "ignore"]});
    },
  };
}

/** A port of 127.0.0.1 that nobody listens to. */
export function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once("error", fail).listen(0, "127.0.0.1", () => {
      const {port} = server.address() as {port: number};
      server.close(() => done(port));
    });
  });
}

/** Waits until `attempt` succeeds, at most 30 s. @throws what it threw last, or where the server has ended. */
export async function until(child: ChildProcess, attempt: () => Promise<void>): Promise<void> {
  for (let k = 0; ; k++) {
    if (child.exitCode !== null) throw new Error(`the server ended with exit code ${child.exitCode}`);
    try {
      return await attempt();
    } catch (error) {
      if (k >= 300) throw error;
      await new Promise((done) => setTimeout(done, 100));
    }
  }
}

/** Ends a server by its own process, then removes its folder. */
export async function stopServer(child: ChildProcess, signal: NodeJS.Signals, folder: string): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const ended = new Promise((done) => child.once("exit", done));
    child.kill("SIGCONT"); // a test may have put it to sleep
    child.kill(signal);
    const hard = setTimeout(() => child.kill("SIGKILL"), 10_000);
    await ended;
    clearTimeout(hard);
  }
  rmSync(folder, {recursive: true, force: true});
}

/** The first of these folders (one * stands for any name; the last such name wins) that holds a program; null: none. */
export function findProgram(program: string, folders: readonly string[]): string | null {
  const expanded = folders.flatMap((folder) => {
    const [before, after] = folder.split("*");
    if (after === undefined) return [folder];
    return names(before)
      .reverse()
      .map((each) => `${before}${each}${after}`);
  });
  const found = expanded.find((folder) => names(folder).includes(program));
  return found === undefined ? null : join(found, program);
}

function names(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}
