import {assembly} from "./assembly.ts";
import type {Kernel} from "./kernel.ts";
import {selfCheck} from "./self-check.ts";
import {typescriptKernel} from "./twin.ts";
import {wasmKernel} from "./wasm.ts";

/** Kernels with more memory than this are not kept for the next use. */
const kept = 1 << 28;
const idle: Kernel[] = [];

/** Made once, while this module loads: fitting itself does not wait for anything. */
const module = await compiledModule();

/** Which implementation fits use here: both give the same bits. */
export const kernelKind: Kernel["kind"] = module === null ? "typescript" : "wasm";

/**
 * Calls `use` with a kernel that nobody else uses meanwhile, not even what `use` itself calls; its memory is used again
 * afterwards.
 * @param given that kernel instead, for tests.
 */
export function withKernel<T>(use: (kernel: Kernel) => T, given?: Kernel): T {
  if (given !== undefined) return use(given);
  const kernel = idle.pop() ?? (module === null ? typescriptKernel() : wasmKernel(module));
  try {
    return use(kernel);
  } finally {
    if (kernel.reserve(0).byteLength <= kept) idle.push(kernel);
  }
}

interface Host {
  readonly process?: {readonly versions?: {readonly node?: string}};
}

/**
 * The compiled kernel, or null where TypeScript must do: in a browser (compiling takes Node's file system and a compiler of
 * some megabytes), without WebAssembly SIMD, or where the compiled code does not give the same bits on a small case.
 * The compiler's file is loaded by address, so that no bundle for a browser contains it.
 */
export async function compiledModule(host: Host = globalThis): Promise<WebAssembly.Module | null> {
  if (host.process?.versions?.node === undefined) return null;
  try {
    const {compileKernel} = (await import(/* @vite-ignore */ new URL("./compile.ts", import.meta.url).href)) as {
      compileKernel(source: string): WebAssembly.Module;
    };
    const made = compileKernel(assembly);
    return selfCheck(wasmKernel(made)) ? made : null;
  } catch {
    return null;
  }
}
