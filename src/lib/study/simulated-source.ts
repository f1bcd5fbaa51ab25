import {z} from "zod";

/** A desk drawn by the simulator, whose truth is known. */
export const simulatedSource = z.strictObject({
  kind: z.literal("simulated"),
  /** Which simulated desk; the list is that of `simulate/scenario.ts`, which says what is true of each. */
  desk: z.enum([
    "demo",
    "null",
    "helpful",
    "harmful",
    "confounded",
    "weak",
    "regime-shift",
    "spillover",
    "leaky",
    "tiny",
  ]),
});
