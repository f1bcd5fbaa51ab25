import {resolve} from "node:path";
import type {Options} from "./options.ts";

/** The folders that a command works in. */
export interface Places {
  readonly root: string;
  readonly store: string;
  readonly out: string;
}

/** Where the store and the site are: as the options say, relative to where the command was started. */
export function placesOf(options: Pick<Options, "out" | "store">, root: string, cwd: string): Places {
  return {
    root,
    store: options.store === undefined ? resolve(root, ".proofbook") : resolve(cwd, options.store),
    out: options.out === undefined ? resolve(root, "dist") : resolve(cwd, options.out),
  };
}
