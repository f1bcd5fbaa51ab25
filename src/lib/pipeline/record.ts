import type {FindingDraft, Origin} from "../study/index.ts";
import type {LockEntries} from "./lock-entries.ts";

/** A file that a stage made. */
export interface Artifact {
  readonly file: string;
  readonly sha256: string;
  readonly bytes: number;
}

/** All that a stage's output depends on. Its key is the SHA-256 of this, as canonical JSON. */
export interface KeyComponents {
  readonly name: string;
  /** Hash of the bundled code. */
  readonly code: string;
  readonly params: unknown;
  /** Input stage → hash of its artifacts and origin. */
  readonly inputs: Readonly<Record<string, string>>;
  /** File name → hash of its bytes. */
  readonly files: Readonly<Record<string, string>>;
  /** Hash of the lock file's entries for the packages that the code imports. */
  readonly packages: string;
}

/** What the hashes among the components are made of: not part of the key, but says what changed. */
export interface KeyDetail {
  readonly modules: Readonly<Record<string, string>>;
  readonly shaken: Readonly<Record<string, string>>;
  readonly packages: LockEntries;
}

export interface StageIdentity {
  readonly key: string;
  readonly components: KeyComponents;
  readonly detail: KeyDetail;
  /** Declared files with their sizes, in the order of the stage. */
  readonly files: readonly {readonly name: string; readonly sha256: string; readonly bytes: number}[];
}

/** `meta.json` in the store: one finished stage. Written only when every artifact is. */
export interface StageRecord extends StageIdentity {
  readonly stage: string;
  /** Sorted by file name. */
  readonly artifacts: readonly Artifact[];
  readonly findings: readonly FindingDraft[];
  readonly origin: Origin;
  /** Seconds it took when it was computed; for display, never published. */
  readonly elapsed: number;
}
