import type {ModelReports, SignalReport} from "../../evaluate/model-report/types.ts";
import type {ModelFile} from "../../models/form/model-file.ts";
import {h} from "../dom.ts";
import {saveFile} from "../slice/download.ts";
import {ARTIFACT} from "./overview.ts";

export interface ModelFileOptions {
  readonly report: ModelReports;
  readonly signal: SignalReport;
  /** Fetches the model and writes it as the other library's file; null where there is no such format. */
  readonly load: () => Promise<ModelFile | null>;
}

const libraries: Readonly<Record<string, string>> = {boosting: "XGBoost", catboost: "CatBoost"};

/**
 * A button that hands over the model as a file of the library which defined its format, so that anybody can ask it outside of
 * this site; null for learners without such a format, and models that are not published whole.
 */
export function modelFileButton({report, signal, load}: ModelFileOptions): HTMLElement | null {
  const library = libraries[signal.learner];
  const whole = report.published.find((p) => p.signal === signal.signal)?.published;
  if (library === undefined || whole !== true) return null;
  const says = h("span", {class: "pb-muted", role: "status"});
  const button = h(
    "button",
    {
      type: "button",
      class: "pb-button",
      onclick: async () => {
        says.textContent = " Fetching the model.";
        try {
          const file = await load();
          if (file === null) throw new Error(`it has no file format of ${library}`);
          saveFile(`${signal.signal}.json`, [file.text], "application/json");
          says.textContent = file.calibrated
            ? " Saved, without its calibration, which is no part of the format."
            : " Saved.";
        } catch (error) {
          says.textContent = ` It cannot be saved: ${error instanceof Error ? error.message : String(error)}`;
        }
      },
    },
    `Save it as a model of ${library}`,
  );
  return h("p", {"data-artifact": ARTIFACT}, button, says);
}
