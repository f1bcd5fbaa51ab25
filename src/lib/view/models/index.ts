/** What the page Models is made of. Apart from the other components: no other page loads it. */
export {aboutModel, choiceTable, settingTable} from "./about.ts";
export {type Choice, choice} from "./choice.ts";
export {dependencePanel} from "./dependence-panel.ts";
export {contributionFigure, permutationFigure, stabilityFigure} from "./drive-figures.ts";
export {formPanel} from "./form-panel.ts";
export {coverageTable, intervalPanel} from "./interval-panel.ts";
export {featureLabels, type Labels} from "./labels.ts";
export {type ModelFileOptions, modelFileButton} from "./model-file.ts";
export {absentNote, modelTable, noModel} from "./overview.ts";
export {rowChoice, rowFigure, rowSentence} from "./rows.ts";
export {type WhatIfOptions, whatIf} from "./what-if.ts";
