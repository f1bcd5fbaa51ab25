import {join} from "node:path";
import {fileURLToPath} from "node:url";
import color from "picocolors";
import {printable} from "./printable.ts";

/** The project's root: what paths in the repository are relative to. */
export const root = fileURLToPath(new URL("../../../", import.meta.url)).replace(/[\\/]$/, "");

/** Where the command was typed. npm runs scripts in the root and says in INIT_CWD where; a script of another project's says nothing here. */
export const cwd =
  process.env.npm_package_json === join(root, "package.json") ? (process.env.INIT_CWD ?? process.cwd()) : process.cwd();

const ours = /^(Usage|Study|Ingest|Pipeline|Stage|Build|Check|Port|Verify)Error$/;

/**
 * Runs a command to its exit code. An error that its thrower meant for the reader is shown as its message; any other is a
 * defect of Proofbook and is shown with its stack.
 */
export async function main(command: (argv: readonly string[]) => Promise<number | undefined>): Promise<void> {
  try {
    process.exitCode = (await command(process.argv.slice(2))) ?? 0;
  } catch (error) {
    process.exitCode = 1;
    console.error(`\n${color.red("✗")} ${printable(error instanceof Error ? error.message : String(error))}`);
    if (error instanceof Error && !isMeant(error))
      console.error(
        color.dim(
          `\nThis is a defect of Proofbook; please report it with these lines:\n${printable(error.stack ?? "")}`,
        ),
      );
  }
}

/** Whether the error, or what a failed stage was caused by, was written for its reader. */
function isMeant(error: Error): boolean {
  if (!ours.test(error.name)) return false;
  return error.name !== "StageError" || !(error.cause instanceof Error) || isMeant(error.cause);
}
