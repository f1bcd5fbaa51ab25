import {defineStudy} from "../lib/study/index.ts";

/** What this repository studies as it stands: a simulated desk whose truth is known. Edit it, or pass --study or --data. */
export default defineStudy({
  title: "Demo desk",
  seed: 7,
  source: {kind: "simulated", desk: "demo"},
  learners: ["ridge", "forest"],
  primary: "ridge",
  audit: {cuts: 2},
});
