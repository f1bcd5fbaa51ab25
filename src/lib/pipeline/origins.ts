import {mergeOrigins, type Origin} from "../study/index.ts";
import {PipelineError} from "./errors.ts";
import type {StageIdentity} from "./record.ts";

/**
 * Where a stage's artifacts come from. Data enter only at stages without inputs, which must say from where; all others
 * carry on the merged origins of their inputs, and cannot say otherwise. So a simulated row marks all that is made of
 * it.
 * @throws PipelineError if an origin is missing where data enter, given where none do, or at odds with the files that
 *   the stage declared: data that are not simulated come from a file.
 */
export function settleOrigin(
  given: Origin | undefined,
  inputs: readonly {readonly origin: Origin}[],
  files: StageIdentity["files"],
): Origin {
  if (inputs.length > 0) {
    if (given !== undefined)
      throw new PipelineError("it returns an origin, but it has inputs: theirs is carried on. Remove it");
    return mergeOrigins(inputs.map((input) => input.origin));
  }
  if (given === undefined) throw new PipelineError("it has no inputs, so data enter here: it must return their origin");
  if (typeof given.simulated !== "boolean" || !given.description || !Array.isArray(given.files))
    throw new PipelineError("its origin must have simulated (true or false), a description, and files");
  if (!given.simulated && files.length === 0)
    throw new PipelineError(
      "its origin says that the data are not simulated, but it declares no file that they come from",
    );
  for (const {name, sha256} of given.files) {
    const declared = files.find((file) => file.name === name);
    if (declared !== undefined && declared.sha256 !== sha256)
      throw new PipelineError(
        `its origin has another hash for ${name} than the file declared: ${sha256}, ${declared.sha256}`,
      );
  }
  return given;
}
