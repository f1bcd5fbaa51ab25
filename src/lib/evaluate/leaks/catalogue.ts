import {featureLeaks} from "./features.ts";
import {ingestLeaks} from "./ingest.ts";
import {modelLeaks} from "./models.ts";
import {policyLeaks} from "./policy.ts";
import {preparationLeaks} from "./preparation.ts";
import {splitLeaks} from "./split.ts";
import type {Leak} from "./types.ts";

/** Every leak that is seeded, in the order in which a number travels. */
export const leaks: readonly Leak[] = [
  ...ingestLeaks,
  ...featureLeaks,
  ...preparationLeaks,
  ...splitLeaks,
  ...modelLeaks,
  ...policyLeaks,
];
