export {coverageFigure, distributionFigure} from "./data.ts";
export {densityFigure} from "./density.ts";
export {cumulativeFigure, decompositionFigure, traderCumulativeFigure, traderFigure, waterfallFigure} from "./money.ts";
export {
  calibrationFigure,
  decilesFigure,
  foldSkillFigure,
  foldsFigure,
  monthSkillFigure,
} from "./prediction.ts";
export {shiftFigure, sweepFigure} from "./robust.ts";
