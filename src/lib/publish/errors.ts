/** A site that cannot be built or published as it stands. `message` says what to change. */
export class BuildError extends Error {
  override readonly name = "BuildError";
}

/** A commit that cannot be verified as things stand. */
export class VerifyError extends Error {
  override readonly name = "VerifyError";
}

/** No port could be had. */
export class PortError extends Error {
  override readonly name = "PortError";
}
