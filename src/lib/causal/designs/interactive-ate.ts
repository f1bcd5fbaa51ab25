import {interactive} from "./interactive.ts";
import type {Design} from "./types.ts";

const identity = {
  id: "interactive-ate",
  title: "Weighted comparison, all days",
  question: "What would a limit do on average, had every day been limited?",
  per: "limited day",
} as const;

/** Interactive model, average effect: see `interactive`. */
export const design: Design = {...identity, run: (context) => interactive(identity, "ate", context)};
