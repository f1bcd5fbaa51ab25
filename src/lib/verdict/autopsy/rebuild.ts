import {exhibits} from "./exhibits/index.ts";
import type {AutopsyReport, Exhibit, ExhibitId} from "./types.ts";

/** The module that `rebuildExhibit` is exported from: a stage that passes it to its workers lists it among its code. */
export const autopsyModule = new URL("./rebuild.ts", import.meta.url);

/** Rebuilds one failure on its simulated desks: a task for a worker. @throws RangeError for an id that is not there. */
export function rebuildExhibit(id: ExhibitId): Promise<Exhibit> {
  if (!Object.hasOwn(exhibits, id))
    throw new RangeError(`invalid exhibit; not one of ${Object.keys(exhibits).join(", ")}: ${id}`);
  return exhibits[id]();
}

/** What a page reads of the exhibits: their words, with figures by id; and the figures, where an auditor finds what the findings say. */
export function autopsyReport(rebuilt: readonly Exhibit[], level: number): AutopsyReport {
  return {
    level,
    exhibits: rebuilt.map((exhibit) => ({
      ...exhibit,
      old: exhibit.old.parts,
      truth: exhibit.truth.parts,
      proofbook: exhibit.proofbook.parts,
      figures: [exhibit.old, exhibit.truth, exhibit.proofbook].flatMap(({figures}) =>
        figures.map(({id, value, interval}) => ({id, value, ...(interval === undefined ? {} : {interval})})),
      ),
    })),
  };
}
