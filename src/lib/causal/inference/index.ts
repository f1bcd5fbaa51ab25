export {type ClusterCrossFitRows, clusterCrossFit} from "./cluster-cross-fit.ts";
export {type Covariance, covariance, type Dependence, type SmallSample, standardErrors} from "./covariance.ts";
export {fromStandardError, type Inference, type InferenceOptions, type Influential, inference} from "./inference.ts";
export {type JointInference, type JointOptions, jointInference} from "./joint.ts";
export {type Kernel, kernelWeight} from "./kernels.ts";
export {type Groups, type Labelling, type Labels, numbered} from "./labels.ts";
export {fitOls, type OlsFit, type OlsOptions} from "./ols.ts";
export {type OlsCovarianceOptions, olsCovariance, type Residuals} from "./ols-covariance.ts";
export {panelCorrected} from "./panel-corrected.ts";
export {
  type MedianConvention,
  median,
  medianOfRepeats,
  type RepeatedInference,
  type RepeatOptions,
} from "./repeats.ts";
export type {SerialOptions} from "./serial.ts";
