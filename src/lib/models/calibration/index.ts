export {type CalibrationMethod, calibrated, calibratedFromJSON, type LearnerModule} from "./calibrated.ts";
export {applyIsotonic, type Isotonic, isotonicCalibration, poolAdjacentViolators} from "./isotonic.ts";
export {applyPlatt, type Platt, plattScaling} from "./platt.ts";
