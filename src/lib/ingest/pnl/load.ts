import type {Engine} from "./engine.ts";
import {loadChecked} from "./load-checked.ts";
import {loadClean} from "./load-clean.ts";
import type {Loaded} from "./loaded.ts";
import {openFile} from "./open-file.ts";
import type {FillInput, PnlOptions} from "./types.ts";

/**
 * Reads fills and adds them up. One file that is clean is read once, with typed columns and nothing checked row by row;
 * what its groups say (see `troubles`) or an error decides whether it is clean. Anything else is read as text, checked row
 * by row, and what cannot be used is set aside with its reason. Both ways give the same result for a clean file.
 */
export async function loadFills(engine: Engine, inputs: readonly FillInput[], options: PnlOptions): Promise<Loaded> {
  const opened = await Promise.all(
    inputs.map((input) => (input.kind === "rows" ? null : openFile(engine, input, options))),
  );
  const [only] = opened;
  if (opened.length === 1 && only !== null && only !== undefined) {
    const loaded = await loadClean(engine, only, options);
    if (loaded !== null) return loaded;
  }
  return loadChecked(engine, inputs, opened, options);
}
