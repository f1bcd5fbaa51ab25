export type {DateFacts, DeskPast, Feature, FeatureCard, FeatureReport, Past} from "./feature.ts";
export {buildPanel} from "./panel.ts";
export {type FeatureSource, features, selectFeatures} from "./registry.ts";
export {pastScale} from "./scale.ts";
