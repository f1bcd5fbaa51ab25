import {createHash} from "node:crypto";
import {join} from "node:path";
import {deserialize, serialize} from "node:v8";
import {asideName, type Folders, removeQuietly} from "./files.ts";

/**
 * Results of single items of a stage that is being computed: a run that is killed goes on where it stopped. They belong to
 * the stage's key, so that another code, parameter or input never meets them, and are removed when the stage is stored.
 */
export interface PartialResults {
  /** The result of an item of the `call`-th map; undefined: not there, or not whole. */
  load(call: number, index: number): {readonly result: unknown} | undefined;
  /** Keeps a result. That it cannot be kept (a full disk, shared memory) is no reason to stop: it would be computed again. */
  save(call: number, index: number, result: unknown): void;
  clear(): void;
}

const DIGEST = 32;

/** The results kept for a key, below `partial` in the store's home. */
export function partialResults(at: Folders, key: string): PartialResults {
  const folder = join(at.partial, key);
  const path = (call: number, index: number) => join(folder, `${call}-${index}`);
  return {
    load(call, index) {
      try {
        const bytes = at.fs.readFileSync(path(call, index));
        const body = bytes.subarray(DIGEST);
        return digest(body).equals(bytes.subarray(0, DIGEST)) ? {result: deserialize(body)} : undefined;
      } catch {
        return undefined;
      }
    },
    save(call, index, result) {
      const aside = join(folder, asideName());
      try {
        const body = serialize(result);
        at.fs.mkdirSync(folder, {recursive: true});
        at.fs.writeFileSync(aside, Buffer.concat([digest(body), body]));
        at.fs.renameSync(aside, path(call, index));
      } catch {
        removeQuietly(at.fs, aside);
      }
    },
    clear: () => removeQuietly(at.fs, folder),
  };
}

function digest(bytes: Uint8Array): Buffer {
  return createHash("sha256").update(bytes).digest();
}
