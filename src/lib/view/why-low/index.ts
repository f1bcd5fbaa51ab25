/** The page "Why is R² low?": text and tables. Charts are in `figures.ts`, so that text never waits for them. */
export {
  ceilingTable,
  hitFacts,
  powerFacts,
  unsaidList,
  varianceFacts,
  type WhyReports,
  whyAnswer,
  whyReasons,
  whySum,
} from "./answer.ts";
