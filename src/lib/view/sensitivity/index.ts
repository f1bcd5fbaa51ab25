/** What the page Sensitivity is made of. Apart from the other components: no other page loads it. */
export {type HiddenCauseOptions, hiddenCausePanel} from "./hidden-cause.ts";
export type {Movers} from "./shape.ts";
export {
  benchmarkTable,
  leftOutTable,
  linearFacts,
  pairSection,
  ratioSection,
  sensitivityNotes,
  simulatedFacts,
} from "./tables.ts";
export {sensitivityAnswer} from "./words.ts";
