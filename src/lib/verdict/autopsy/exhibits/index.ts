import type {Exhibit, ExhibitId} from "../types.ts";
import {accuracyAgainstHalfExhibit} from "./accuracy-against-half.ts";
import {demoAsPortfolioExhibit} from "./demo-as-portfolio.ts";
import {doubleCountExhibit} from "./double-count.ts";
import {forecastTotalExhibit} from "./forecast-total.ts";
import {idsAndSecretsExhibit} from "./ids-and-secrets.ts";
import {literalResultsExhibit} from "./literal-results.ts";
import {lookAheadExhibit} from "./look-ahead.ts";
import {loserAsSkillExhibit} from "./loser-as-skill.ts";
import {moderateWordsExhibit} from "./moderate-words.ts";
import {shuffledFoldsExhibit} from "./shuffled-folds.ts";
import {treatmentByPredictionExhibit} from "./treatment-by-prediction.ts";
import {twoVerdictsExhibit} from "./two-verdicts.ts";

/** Each failure, and what rebuilds it: desks, seeds and methods are its own, so that nothing of a study can change it. */
export const exhibits: Readonly<Record<ExhibitId, () => Promise<Exhibit>>> = {
  "demo-as-portfolio": demoAsPortfolioExhibit,
  "literal-results": literalResultsExhibit,
  "forecast-total": forecastTotalExhibit,
  "double-count": doubleCountExhibit,
  "loser-as-skill": loserAsSkillExhibit,
  "look-ahead": lookAheadExhibit,
  "shuffled-folds": shuffledFoldsExhibit,
  "treatment-by-prediction": treatmentByPredictionExhibit,
  "accuracy-against-half": accuracyAgainstHalfExhibit,
  "moderate-words": moderateWordsExhibit,
  "two-verdicts": twoVerdictsExhibit,
  "ids-and-secrets": idsAndSecretsExhibit,
};
