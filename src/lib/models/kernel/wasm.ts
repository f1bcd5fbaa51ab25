import type {Kernel} from "./kernel.ts";

const page = 65536;
/** Of a 32-bit memory. */
const mostPages = 65536;

/**
 * The kernel of a compiled module (see assembly.ts) with a memory of its own.
 * @throws WebAssembly.LinkError where it is not a module of this kernel.
 */
export function wasmKernel(module: WebAssembly.Module): Kernel {
  const memory = new WebAssembly.Memory({initial: 1, maximum: mostPages});
  const {exports} = new WebAssembly.Instance(module, {env: {memory}});
  const functions = exports as unknown as Omit<Kernel, "kind" | "reserve">;
  return {
    kind: "wasm",
    reserve(bytes) {
      const missing = Math.ceil(bytes / page) - memory.buffer.byteLength / page;
      if (missing > 0) {
        if (!(bytes <= mostPages * page))
          throw new RangeError(
            `invalid training data; needs ${bytes} bytes of memory, there are at most 4 GB: use fewer rows`,
          );
        memory.grow(missing);
      }
      return memory.buffer;
    },
    accumulate: functions.accumulate,
    accumulateListed: functions.accumulateListed,
    subtract: functions.subtract,
    scan: functions.scan,
    partition: functions.partition,
    score: functions.score,
    countBelow: functions.countBelow,
    addTrees: functions.addTrees,
  };
}
