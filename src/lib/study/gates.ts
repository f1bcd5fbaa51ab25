import {z} from "zod";
import {days, share} from "./fields.ts";
import {primaryDesigns} from "./primary-designs.ts";

/** What it takes to deploy, declared before the result is known. */
export const gates = z
  .strictObject({
    /** At most this share of rows may have been set aside. */
    maxSetAside: share("maxSetAside").default(0.02),
    /** Fewer days than this cannot carry a verdict. */
    minDays: days("minDays", 2).default(60),
    /** Level of the skill test. */
    skillLevel: share("skillLevel").default(0.05),
    /** Level of each placebo: a wrong calendar must be beaten with such a p; something that cannot be affected may not show an effect at it. */
    placeboLevel: share("placeboLevel").default(0.05),
    /** Whether an estimate from real interventions is needed to deploy. */
    causal: z.enum(["required", "when available"]).default("when available"),
    /** The causal design that decides; the others are shown as agreeing with it or not. */
    design: z.enum(primaryDesigns).default("partially-linear"),
    /** The effect must outlast a hidden cause this many times as strong as the strongest feature that was seen. */
    hiddenCause: z.number().min(0, "hiddenCause: 0 or more").max(20, "hiddenCause: at most 20").default(1),
    /** Power at which it is said what would change the verdict. */
    power: share("power").default(0.8),
  })
  .default({
    maxSetAside: 0.02,
    minDays: 60,
    skillLevel: 0.05,
    placeboLevel: 0.05,
    causal: "when available",
    design: "partially-linear",
    hiddenCause: 1,
    power: 0.8,
  });
