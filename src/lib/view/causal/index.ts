export {causalCard, estimandCard} from "./card.ts";
export {designsAnswer, designTable, refusedList, treatmentTable} from "./designs.ts";
export {
  adopterTable,
  conformalTable,
  type DeskNames,
  donorTable,
  estimatorTable,
  levelTable,
  otherWeightsTable,
} from "./panel-tables.ts";
export {type DesignsFile, designFinding, estimatedDesigns, type ShownDesign} from "./shape.ts";
export {traderEffect} from "./trader-effect.ts";
