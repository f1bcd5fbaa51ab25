import type {Placebo, Refutation} from "../../robustness/placebo/types.ts";
import {h} from "../dom.ts";

const signs: Readonly<Record<Placebo["status"] | Refutation["status"], readonly [sign: string, tone: string]>> = {
  quiet: ["✓", "better"],
  alarm: ["!", "worse"],
  survived: ["✓", "better"],
  refuted: ["✕", "worse"],
  "not run": ["–", "unclear"],
};

/** What became of an attempt: a sign and a word. */
export function attemptMark(status: keyof typeof signs): HTMLElement {
  const [sign, tone] = signs[status];
  return h("span", {class: `pb-outcome pb-${tone}`}, h("span", {"aria-hidden": "true"}, `${sign} `), status);
}
