export {type Kernel, pairBytes, scanned} from "./kernel.ts";
export {kernelKind, withKernel} from "./load.ts";
export {countBelow} from "./symmetric-twin.ts";
