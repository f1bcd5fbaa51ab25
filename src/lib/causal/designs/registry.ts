import {type DesignName, designNames} from "./names.ts";
import type {Design} from "./types.ts";

/**
 * The module of a design. Loaded by URL, never imported by name here, so that editing one changes the code of no other.
 * @throws RangeError for a name that is not there.
 */
export function designModule(name: DesignName): URL {
  if (!designNames.some((known) => known === name))
    throw new RangeError(`invalid design; not one of ${designNames.join(", ")}: ${name}`);
  return new URL(`./${name}.ts`, import.meta.url);
}

/** Loads a design. @throws RangeError for a name that is not there. */
export async function loadDesign(name: DesignName): Promise<Design> {
  return (await import(/* @vite-ignore */ designModule(name).href)).design;
}
