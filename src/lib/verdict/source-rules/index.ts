/** What no source of a project may hold, whatever its numbers say: results that nobody computed, credentials, ids. */
export {findLiterals, type Literal} from "./find-literals.ts";
export {findSecrets, type Secret} from "./find-secrets.ts";
export {findResultLike, type ResultLike} from "./result-like.ts";
