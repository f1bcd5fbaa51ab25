export {fittedForm} from "./fitted-form.ts";
export {forScoring} from "./for-scoring.ts";
export {type ModelFile, modelFileOf} from "./model-file.ts";
export {nodeSpread} from "./node-spread.ts";
export type {FittedForm, LinearForm, LinearTerm, MemberForm, TreeForm} from "./types.ts";
