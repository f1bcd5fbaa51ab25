import * as boosting from "./boosting.ts";
import {ensembleOf} from "./ensemble/index.ts";
import * as forest from "./forest.ts";
import * as logistic from "./logistic.ts";
import * as quantile from "./quantile.ts";
import * as ridge from "./ridge.ts";

/**
 * The ensemble of a linear model, a forest and boosting: the linear one is ridge regression for the mean, logistic for a
 * probability, quantile regression for a quantile. See `ensembleOf` for how weights are found, and for other bases.
 *
 * The bases are imported, not loaded by name: editing one of them changes what this learner gives, and so must change the
 * keys of the stages that use it.
 */
export const {learner, fromJSON} = ensembleOf([ridge, logistic, quantile, forest, boosting], {
  name: "ensemble",
  label: "Ensemble",
});
