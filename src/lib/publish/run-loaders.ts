import {spawn} from "node:child_process";
import {existsSync} from "node:fs";
import {mkdir, open, rename, rm} from "node:fs/promises";
import {dirname, join} from "node:path";
import {listFiles} from "./files.ts";

/** What loaders are run with; the site's configuration gives it to Framework. */
export const loaderCommand = [process.execPath, "--import", "tsx"] as const;

/** `data/run.tar.ts` writes `data/run.tar`; what has a parameter is made page by page. */
const loader = /^[^[\]]+\.[a-z]+\.ts$/;

/**
 * Runs the data loaders that have not been run, all at once, into Framework's cache. Framework itself would run one after the
 * other, each when a page first asks for it, and do nothing meanwhile: with this beside it, it finds them done. One that
 * fails leaves nothing, so that Framework runs it again and tells why.
 */
export async function runLoaders(root: string, env: Readonly<Record<string, string>> = {}): Promise<void> {
  const source = join(root, "src");
  const paths = await listFiles(source, (name) => name === ".observablehq" || name === "lib");
  await Promise.all(paths.filter((path) => loader.test(path)).map((path) => runLoader(root, path, env)));
}

async function runLoader(root: string, path: string, env: Readonly<Record<string, string>>): Promise<void> {
  const target = join(root, "src", ".observablehq", "cache", path.replace(/\.ts$/, ""));
  if (existsSync(target)) return;
  const aside = `${target}.loading.${process.pid}`;
  await mkdir(dirname(target), {recursive: true});
  const output = await open(aside, "w");
  const [command, ...args] = loaderCommand;
  try {
    const child = spawn(command, [...args, join("src", path)], {
      cwd: root,
      env: {...process.env, ...env},
      stdio: ["ignore", output.fd, "ignore"],
    });
    const stop = () => child.kill();
    process.once("exit", stop);
    const code = await new Promise<number | null>((done) => child.on("error", () => done(null)).on("close", done));
    process.off("exit", stop);
    if (code === 0) await rename(aside, target);
  } finally {
    await output.close();
    await rm(aside, {force: true});
  }
}
