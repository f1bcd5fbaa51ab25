/** Runs work when its turn comes, and passes on what it gives. The more urgent goes first. */
export type Turnstile = <T>(urgency: number, work: () => Promise<T>) => Promise<T>;

/** Lets `count` go on at a time. Of those that wait the most urgent goes next, of equals the one that came first. */
export function turnstile(count: number): Turnstile {
  const waiting: {readonly urgency: number; readonly enter: () => void}[] = [];
  let free = count;
  return async (urgency, work) => {
    if (free > 0) free--;
    else
      await new Promise<void>((enter) => {
        const after = waiting.findIndex((other) => other.urgency < urgency);
        waiting.splice(after < 0 ? waiting.length : after, 0, {urgency, enter});
      });
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) free++;
      else next.enter();
    }
  };
}
