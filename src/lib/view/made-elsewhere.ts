import type {Plan} from "../evaluate/types.ts";
import {h} from "./dom.ts";

/** Which predictions were made elsewhere, and what that takes away; null where all were trained here. */
export function madeElsewhere({signals}: Pick<Plan, "signals">): HTMLElement | null {
  const given = signals.filter(({source}) => source === "given");
  if (given.length === 0) return null;
  const names = given.map(({label}) => `“${label}”`);
  const listed = names.length < 2 ? names[0] : `${names.slice(0, -1).join(", ")} and ${names[names.length - 1]}`;
  const none = given.length === signals.length;
  return h(
    "p",
    {class: "pb-note", "data-artifact": "plan/plan.json"},
    none ? h("strong", null, "No model was trained in this study. ") : null,
    `${listed} ${given.length === 1 ? "was" : "were"} made elsewhere. That ${given.length === 1 ? "it was" : "they were"} made before the days that ${given.length === 1 ? "it is" : "they are"} about cannot be checked here: `,
    "how well they do is what they do if that is so. ",
    none ? "Folds serve the cut-offs of the policy only." : null,
  );
}
