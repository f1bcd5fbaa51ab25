import {execFileSync} from "node:child_process";
import {createHash} from "node:crypto";
import {mkdirSync, readFileSync, renameSync, rmSync, writeFileSync} from "node:fs";
import {createRequire} from "node:module";
import {fileURLToPath} from "node:url";
import {threadId} from "node:worker_threads";

/** Where compiled kernels are kept: beside the packages, as trusted as they are, and gone with them. */
const cache = new URL("../../../../node_modules/.cache/proofbook/", import.meta.url);

/**
 * The WebAssembly module of an AssemblyScript source: from the cache where it is there, else compiled (some seconds) and
 * put there under a name made of its source and the compiler's version. Written aside and renamed, so that no process
 * reads half a file; where the folder cannot be written to, it is compiled each time. The only file of the models that
 * needs Node.
 * @param folder the cache, a file: URL with a slash at its end.
 * @throws Error where the source does not compile.
 */
export function compileKernel(source: string, folder: URL = cache): WebAssembly.Module {
  const {version} = createRequire(import.meta.url)("assemblyscript/package.json") as {version: string};
  const hash = createHash("sha256")
    .update(JSON.stringify([source, version, options]))
    .digest("hex");
  const file = new URL(`kernel-${hash}.wasm`, folder);
  return cached(file) ?? keep(folder, file, compile(source));
}

const options = {
  optimizeLevel: 3,
  shrinkLevel: 0,
  noAssert: true,
  runtime: "stub",
  enable: ["simd"],
  importMemory: true,
  use: ["abort="], // the kernel has nothing to import but its memory
};

function cached(file: URL): WebAssembly.Module | null {
  try {
    return new WebAssembly.Module(readFileSync(file));
  } catch {
    return null; // not there, or not whole: compile
  }
}

/**
 * In a process of its own: the compiler is ten megabytes of JavaScript, which stays in memory where it is loaded and which
 * the hook that teaches Node TypeScript would take many seconds to look through.
 */
function compile(source: string): Uint8Array<ArrayBuffer> {
  const program = `
    import {readFileSync, writeSync} from "node:fs";
    import asc from ${JSON.stringify(import.meta.resolve("assemblyscript/asc"))};
    const {binary, error, stderr} = await asc.compileString(readFileSync(0, "utf8"), ${JSON.stringify(options)});
    if (error !== null || binary === null) throw new Error(stderr.toString() || String(error));
    for (let done = 0; done < binary.length; ) done += writeSync(1, binary, done);
  `;
  const stdout = execFileSync(process.execPath, ["--input-type=module", "--eval", program], {
    input: source,
    env: {...process.env, NODE_OPTIONS: ""},
    stdio: ["pipe", "pipe", "pipe"],
  });
  return Uint8Array.from(stdout);
}

function keep(folder: URL, file: URL, binary: Uint8Array<ArrayBuffer>): WebAssembly.Module {
  const aside = new URL(`${file.href}.${process.pid}-${threadId}`);
  try {
    mkdirSync(fileURLToPath(folder), {recursive: true});
    writeFileSync(aside, binary);
    renameSync(aside, file);
  } catch {
    // A folder that cannot be written to: do without.
    try {
      rmSync(aside, {force: true});
    } catch {}
  }
  return new WebAssembly.Module(binary);
}
