import {averageBasis} from "./average.ts";
import {makeBook} from "./book.ts";
import {openEngine} from "./engine.ts";
import {fifoBasis, findBoundaries} from "./fifo.ts";
import {loadFills} from "./load.ts";
import {valueDays} from "./marks.ts";
import {checkOptions} from "./options.ts";
import {makePanel} from "./panel.ts";
import {numberInstruments} from "./pieces.ts";
import type {FillInput, FillsPnl, PnlOptions, PnlStep} from "./types.ts";

/** How often progress is told, milliseconds. */
const TICK = 200;

/**
 * The P&L of each trader and day from fills, computed in DuckDB: realised first in first out or at average cost, what is
 * held overnight marked at market closes, fees by kind, several currencies and accounts. All sums are of whole units
 * (decimal.ts), so that they are exact and the result has the same bytes for any number of threads and any order of rows.
 * Rows that cannot be used are set aside with their reason: rows read = used + set aside, for each input.
 * @throws IngestError for what concerns a whole file, or a currency without a rate; RangeError for options that make no sense.
 */
export async function fillsPnl(inputs: readonly FillInput[], options: PnlOptions): Promise<FillsPnl> {
  checkOptions(inputs, options);
  const engine = await openEngine(options);
  const {method, currency, splits = [], expiries = [], closes = [], until = null, progress} = options;
  let step: PnlStep = "read";
  const timer = progress === undefined ? undefined : setInterval(() => progress(step, engine.progress()), TICK);
  const begin = (next: PnlStep) => {
    step = next;
    progress?.(next, null);
  };
  try {
    begin("read");
    const {fills, files, aside, moved, notes} = await loadFills(engine, inputs, options);
    begin("add up");
    const eventful = new Set([...splits, ...expiries].map(({symbol}) => symbol));
    for (const query of numberInstruments([...eventful])) await engine.run(query);
    await makeBook(engine, fills.precision, splits, expiries);
    begin("match");
    await engine.run(findBoundaries());
    if (method === "fifo") await fifoBasis(engine, fills);
    else await averageBasis(engine, fills);
    begin("mark");
    await valueDays(engine, fills.precision, closes, until);
    const panel = await makePanel(engine, fills.precision, fills.feeKinds, options);
    const {price, quantity} = fills.precision;
    return {
      method,
      currency,
      feeKinds: fills.feeKinds,
      ...panel,
      files,
      aside,
      moved,
      decimals: {price, quantity},
      notes,
    };
  } finally {
    clearInterval(timer);
    engine.close();
  }
}
