import {interactive} from "./interactive.ts";
import type {Design} from "./types.ts";

const identity = {
  id: "interactive-att",
  title: "Weighted comparison, limited days",
  question: "What did limits do on the days on which they were set?",
  per: "limited day",
} as const;

/** Interactive model, effect on the treated: see `interactive`. */
export const design: Design = {...identity, run: (context) => interactive(identity, "att", context)};
