import {type FamilyName, type Feature, familyNames} from "./feature.ts";

/**
 * The module of a family. Where families are stages of their own they are loaded by URL, never imported by name: editing
 * one must not change the code (and so the stage keys) of the others.
 * @throws RangeError for a name that is not there.
 */
export function familyModule(name: string): URL {
  if (!familyNames.some((known) => known === name))
    throw new RangeError(`invalid feature family; not one of ${familyNames.join(", ")}: ${name}`);
  return new URL(`./${name}.ts`, import.meta.url);
}

/** Loads the features of a family. @throws RangeError for a name that is not there. */
export async function loadFamily(name: string): Promise<readonly Feature[]> {
  const url = familyModule(name).href;
  return ((await import(/* @vite-ignore */ url)) as {features: readonly Feature[]}).features;
}

/** What a reader calls the families. */
export const familyLabels: Readonly<Record<FamilyName, string>> = {
  performance: "Performance",
  behaviour: "Behaviour",
  technical: "Market, technical",
  regime: "Regime",
  desk: "Desk",
  calendar: "Calendar",
};
