import {z} from "zod";
import {deskNames} from "./desk-names.ts";

/** A desk drawn by the simulator, whose truth is known. */
export const simulatedSource = z.strictObject({
  kind: z.literal("simulated"),
  /** Which simulated desk. */
  desk: z.enum(deskNames),
});
