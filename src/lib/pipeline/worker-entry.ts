import type {Work} from "./workers.ts";

/**
 * Runs on a worker thread: loads the module that a task names and calls its export on the item. A worker keeps the
 * modules it has loaded, so a task must depend on its argument only.
 */
export async function runWork({module, task, item}: Work): Promise<unknown> {
  const {exit} = process;
  process.exit = exitIsNoResult;
  try {
    const exports = (await import(module)) as Record<string, unknown>;
    const run = exports[task];
    if (typeof run !== "function")
      throw new TypeError(`${module.slice(module.lastIndexOf("/") + 1)} exports no function named ${task}`);
    return await run(item);
  } finally {
    process.exit = exit;
  }
}

/** A thread that exits quietly would leave its task waiting for ever. */
function exitIsNoResult(): never {
  throw new Error("a task must not call process.exit");
}
