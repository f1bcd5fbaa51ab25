/**
 * The stage runtime: what makes a stage's result trustworthy, and found again. For Node: loaders and commands import it,
 * pages and `view/` never do.
 */
export {decodeTable, encodeTable, type TableOrigin} from "./arrow.ts";
export {byCodePoint, canonicalJson, parseJson} from "./canonical-json.ts";
export {acquireClaim, type Claim} from "./claim.ts";
export {PipelineError, StageError} from "./errors.ts";
export type {Evidence} from "./evidence.ts";
export {folders, makeFolders} from "./files.ts";
export {sha256, sha256Json} from "./hash.ts";
export {type Manifest, type ManifestStage, makeManifest, type PublishedFile} from "./manifest.ts";
export {isAlive, ownedName, ownProcess, parseOwnedName} from "./process-identity.ts";
export {type Progress, seconds, silent, type Terminal, terminalProgress} from "./progress.ts";
export {type Pruned, prune} from "./prune.ts";
export type {Artifact} from "./record.ts";
export {readRecorded, recordedPath, recordedText} from "./recorded.ts";
export {estimateSeconds, recordEvidence} from "./recorded-run.ts";
export {type RunOptions, runPipeline} from "./run.ts";
export {defaultHome, loadRun, type Run, reader, type StageRun, saveRun} from "./run-file.ts";
export type {ArtifactReader, Stage, StageContext, StageOutput} from "./stage.ts";
export {pipelineStatus, type StageStatus} from "./status.ts";
export {openWorkers, type Work, workerCount} from "./workers.ts";
