import {h} from "../../dom.ts";
import type {Findings} from "../../finding.ts";
import {estimandCard} from "../card.ts";
import {
  adopterTable,
  conformalTable,
  type DeskNames,
  donorTable,
  estimatorTable,
  levelTable,
  otherWeightsTable,
} from "../panel-tables.ts";
import {type DesignsFile, estimatedDesigns} from "../shape.ts";
import {balanceFigure, discontinuityFigures, doseFigure, overlapFigure, traderEffectsFigure} from "./adjusted.ts";
import {eventStudyFigure, gapFigure, seriesFigure} from "./panel.ts";

export {forestFigure} from "./forest.ts";

/** A section a design: its question, its figures, its card. @param ids in this order; those without an estimate are left out. */
export function designSections(
  file: DesignsFile,
  ids: readonly string[],
  desk: DeskNames,
  findings: Findings,
): HTMLElement {
  const shown = ids.flatMap((id) => estimatedDesigns(file).filter((d) => d.id === id));
  if (shown.length === 0)
    return h(
      "p",
      {class: "pb-empty"},
      "These data permit none of these designs: the reasons stand at the end of the page.",
    );
  return h(
    "div",
    null,
    shown.map((design) =>
      h(
        "section",
        {id: design.id},
        h("h3", null, design.title),
        h("p", null, design.question),
        eventStudyFigure(design, desk),
        gapFigure(design, desk),
        seriesFigure(design, desk),
        discontinuityFigures(design, desk),
        traderEffectsFigure(design, desk),
        overlapFigure(design),
        balanceFigure(design, desk),
        levelTable(design, desk),
        doseFigure(design, desk),
        estimatorTable(design, desk),
        adopterTable(design, desk),
        conformalTable(design, desk),
        otherWeightsTable(design, desk),
        donorTable(design, desk),
        estimandCard(design, findings),
      ),
    ),
  );
}
