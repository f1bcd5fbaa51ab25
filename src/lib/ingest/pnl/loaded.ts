import type {Engine} from "./engine.ts";
import {anyMarked} from "./marked.ts";
import type {OpenFile} from "./opened-file.ts";
import type {Fills} from "./pieces.ts";
import type {AsideFill, FillFile, FillsPnl} from "./types.ts";

/** Fills that are added up in `tally`, and where they can be read again. */
export interface Loaded {
  readonly fills: Fills;
  readonly files: readonly FillFile[];
  readonly aside: readonly AsideFill[];
  readonly moved: FillsPnl["moved"];
  readonly notes: readonly string[];
}

/** Whether a file says of itself that it was simulated. */
export async function markIn(engine: Engine, {text, mark}: OpenFile): Promise<Pick<FillFile, "simulated">> {
  return mark !== null && (await anyMarked(engine, text.from, mark)) ? {simulated: true} : {};
}
