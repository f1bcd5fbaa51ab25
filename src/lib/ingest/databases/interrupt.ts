import {createContext, Script} from "node:vm";

const CALL = new Script("call()");

/**
 * What a function gives that holds this thread until it is done, stopped when it takes longer than `seconds`: no timer could fire
 * meanwhile, so that Node stops it from outside, in the middle of a loop (of WebAssembly too).
 * @param call leaves what it works on in no particular state when it is stopped: that can only be dropped then.
 * @throws an error of which `isStopped` is true when it was stopped, else what `call` throws.
 */
export function interruptAfter<T>(seconds: number, call: () => T): T {
  return CALL.runInContext(createContext({call}), {timeout: Math.ceil(seconds * 1000)});
}

/** Whether an error says that `interruptAfter` has stopped its call. */
export function isStopped(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === "ERR_SCRIPT_EXECUTION_TIMEOUT";
}
