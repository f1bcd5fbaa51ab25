import type {UnseenLeak} from "./types.ts";

/** What no audit of files and code can see: said, so that nobody takes silence for proof. */
export const unseenLeaks: readonly UnseenLeak[] = [
  {
    id: "survivorship-of-the-source",
    name: "Traders that the source never delivered",
    description:
      "Whoever exported the files left out traders who had gone; there is no row from which that could be seen.",
    nearest: "The Data page shows who is there when: a desk that nobody ever leaves is a question to ask.",
  },
  {
    id: "revised-at-the-source",
    name: "Values that were corrected before they came here",
    description: "The files hold the last word on each day and no trace of the first.",
    nearest: "Hashes of the files on the Data page: take an export each evening and compare the days both have.",
  },
  {
    id: "predictions-made-later",
    name: "Given predictions that were made with hindsight",
    description: "A column of predictions says nothing about when it was written.",
    nearest:
      "Such signals are marked not auditable, and the leakage gate is then not assessed. Train the model here instead.",
  },
  {
    id: "model-trained-elsewhere",
    name: "A model that was trained on the days it is tested on",
    description: "Weights that come ready-made, a language model for instance, may have read about these days.",
    nearest: "No learner here brings weights of its own: each is fitted inside its training window.",
  },
  {
    id: "researcher-degrees-of-freedom",
    name: "A researcher who has seen the answer",
    description: "Studies are edited until the result pleases: each run is honest, the choice among them is not.",
    nearest:
      "The history of commits, and the count of cut-offs looked at on the Impact page; days that nobody has looked at yet.",
  },
];
