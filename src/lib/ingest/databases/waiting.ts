import {stalled} from "./problems.ts";

/** Rows that are handed over at once. */
const BATCH = 2000;
const TICKS = 4;

/**
 * A promise, or an error when it takes longer than `seconds`.
 * @param giveUp called then: ends what hangs.
 */
export async function withinTime<T>(promise: Promise<T>, seconds: number, giveUp: () => void): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      giveUp();
      reject(stalled());
    }, seconds * 1000);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
    promise.catch(() => {}); // what it says after it was given up is of no use
  }
}

/**
 * Gathers rows into batches and watches that they keep coming: where none comes for `seconds` while one is waited for,
 * `giveUp` is called and the reading fails. Time that the reader takes for a batch does not count.
 */
export async function* inBatches<T>(rows: AsyncIterable<T>, seconds: number, giveUp: () => void): AsyncGenerator<T[]> {
  let idle = 0;
  let late: Error | null = null;
  let waiting = true;
  const timer = setInterval(
    () => {
      idle = waiting ? idle + 1 : 0;
      if (idle <= TICKS || late !== null) return;
      late = stalled();
      giveUp();
    },
    (seconds * 1000) / TICKS,
  );
  let batch: T[] = [];
  try {
    for await (const row of rows) {
      idle = 0;
      batch.push(row);
      if (batch.length < BATCH) continue;
      waiting = false;
      yield batch;
      waiting = true;
      batch = [];
    }
    if (late !== null) throw late;
    if (batch.length > 0) yield batch;
  } catch (error) {
    throw late ?? error;
  } finally {
    clearInterval(timer);
  }
}
