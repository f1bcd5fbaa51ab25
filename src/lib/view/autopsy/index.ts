export {autopsyCards} from "./cards.ts";
