import type {ExplainedRow, SignalReport} from "../../evaluate/model-report/types.ts";
import {h} from "../dom.ts";
import {memberFigure, pathFigure, weightFigure} from "./form-figures.ts";
import type {Labels} from "./labels.ts";
import {treePanel} from "./tree-panel.ts";

/** What a model is made of: weights and their path, a tree to step through, or the members of an ensemble. */
export function formPanel(s: SignalReport, row: ExplainedRow | null, labels: Labels): HTMLElement {
  const {form} = s;
  switch (form.kind) {
    case "linear":
      return h("div", null, weightFigure(s, form, labels), pathFigure(form, labels));
    case "trees":
      return treePanel(s, form, row, labels);
    case "members":
      return memberFigure(form);
    case "other":
      return h(
        "p",
        {class: "pb-empty"},
        "This learner has neither weights nor trees to show: what it does is said in its description.",
      );
  }
}
