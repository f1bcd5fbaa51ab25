export {
  plainLearners as quickLearners,
  plainLinear as quickLinear,
  plainLogistic as quickLogistic,
} from "../../src/lib/causal/index.ts";
