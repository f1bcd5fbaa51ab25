/**
 * Runs a job for the latest value only: while one runs, newer values replace each other, and the last of them runs when
 * it ends. Fast input thus never piles up work. At most one job runs at a time; a failed one goes to `failed` and the
 * next value is tried.
 */
export function latestWins<T>(job: (value: T) => Promise<void>, failed: (error: unknown) => void): (value: T) => void {
  let running = false;
  let waiting: {readonly value: T} | null = null;
  const drain = async () => {
    running = true;
    while (waiting !== null) {
      const {value} = waiting;
      waiting = null;
      try {
        await job(value);
      } catch (error) {
        failed(error);
      }
    }
    running = false;
  };
  return (value) => {
    waiting = {value};
    if (!running) void drain();
  };
}
