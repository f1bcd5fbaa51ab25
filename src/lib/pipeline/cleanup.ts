import process from "node:process";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
const steps = new Set<() => void>();

/**
 * Registers a step that tidies up if the process is told to stop (Ctrl-C) or exits before the step is withdrawn. Steps
 * must be synchronous. After them the process ends by the same signal, unless the program has a handler of its own.
 * @returns withdraws the step.
 */
export function onStop(step: () => void): () => void {
  if (steps.size === 0) {
    for (const signal of signals) process.on(signal, stop);
    process.on("exit", tidy);
  }
  steps.add(step);
  return () => {
    steps.delete(step);
    if (steps.size > 0) return;
    for (const signal of signals) process.off(signal, stop);
    process.off("exit", tidy);
  };
}

function stop(signal: NodeJS.Signals): void {
  tidy();
  process.off(signal, stop);
  if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
}

function tidy(): void {
  for (const step of steps) step();
}
