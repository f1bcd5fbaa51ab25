/**
 * Where data came from. An origin is made only where data enters (a file reader, a simulator) and is carried by the
 * pipeline through every artifact: a stage's output has the origins of its inputs. No study option can change it.
 */
export interface Origin {
  /** True where any row was made by a simulator. */
  readonly simulated: boolean;
  /** One line for a reader: "Simulated desk, seed 7" or "2 files". */
  readonly description: string;
  /** The files read, by name within the study's folder (never a path of this machine), with their SHA-256. */
  readonly files: readonly {readonly name: string; readonly sha256: string}[];
}

/** The origin of what was made from all of these: simulated if any is. Order of arguments does not matter. */
export function mergeOrigins(origins: readonly Origin[]): Origin {
  const descriptions = [...new Set(origins.map((o) => o.description))].sort();
  const files = new Map(origins.flatMap((o) => o.files.map((f) => [`${f.name}\n${f.sha256}`, f] as const)));
  return {
    simulated: origins.some((o) => o.simulated),
    description: descriptions.join("; "),
    files: [...files.keys()].sort().map((key) => files.get(key)!),
  };
}
