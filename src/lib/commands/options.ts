import {parseArgs} from "node:util";

/** Something the caller can mend: shown as it is, without a stack trace. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** What every command understands. Paths are as typed: relative to the folder the command was started in. */
export interface Options {
  /** A study file (TypeScript or JavaScript, default export from defineStudy). */
  readonly study?: string;
  /** A folder with daily.csv, studied with no configuration. */
  readonly data?: string;
  /** What the files of the folder are, where their content does not say it: NAME, or FILE=NAME,FILE=NAME. */
  readonly source?: string;
  /** Where the site goes. */
  readonly out?: string;
  /** Where artifacts are kept. */
  readonly store?: string;
  readonly workers?: number;
  readonly port?: number;
  /** A simulated desk by name. */
  readonly desk?: string;
  /** A folder whose desk a simulated one shall be like. */
  readonly like?: string;
  readonly seed?: number;
  /** What a limit adds to a day's net P&L, study currency. */
  readonly effect?: number;
  readonly fills?: boolean;
  /** Read the study's database again, although there is a snapshot of it. */
  readonly refresh?: boolean;
}

const texts: Record<keyof Options, string> = {
  study: "--study FILE   a study file instead of src/data/study.ts",
  data: "--data DIR     a folder with daily.csv or exports, studied with no configuration",
  source: "--source NAME  what the folder's exports are, or FILE=NAME,FILE=NAME (das-executions, ib-flex, daily, ...)",
  out: "--out DIR      where the result goes (the site's default: dist)",
  store: "--store DIR    where artifacts are kept (default: .proofbook)",
  workers: "--workers N    worker threads (default: one a core; 0: none)",
  port: "--port N       port on 127.0.0.1 (default: 3000, or the next that is free)",
  desk: "--desk NAME    which simulated desk (default: demo)",
  like: "--like DIR     a folder with daily.csv: simulate a desk like that one",
  seed: "--seed N       another seed draws another desk (default: 1)",
  effect: "--effect=X     with --like: what a limit adds to a day's net P&L (default: 0)",
  fills: "--fills        also write fills.csv, one row a fill",
  refresh: "--refresh      read the study's database again instead of its snapshot",
};

const FLAGS: readonly (keyof Options)[] = ["fills", "refresh"];

/**
 * Reads the command line.
 * @throws UsageError for an unknown option, a missing value, or a value out of range.
 */
export function parseOptions(argv: readonly string[], allowed: readonly (keyof Options)[]): Options {
  let values: Record<string, string | undefined>; // but for flags, which are true
  try {
    const options = Object.fromEntries(
      allowed.map((name) => [name, {type: FLAGS.includes(name) ? ("boolean" as const) : ("string" as const)}]),
    );
    values = parseArgs({args: [...argv], options, strict: true, allowPositionals: false}).values as typeof values;
  } catch (error) {
    const reason = (error as Error).message.split(". ")[0];
    const known =
      allowed.length === 0 ? "It takes no options." : `Options:\n${allowed.map((n) => `  ${texts[n]}`).join("\n")}`;
    throw new UsageError(`${reason}.\n${known}`);
  }
  if (values.study !== undefined && values.data !== undefined)
    throw new UsageError("Give --study or --data, not both: a study file names its own folder (source.path).");
  for (const [name, value] of Object.entries(values))
    if (typeof value === "string" && value.trim() === "")
      throw new UsageError(`--${name} has an empty value.\n  ${texts[name as keyof Options]}`);
  const workers = wholeNumber("workers", values.workers, 0, 256);
  const port = wholeNumber("port", values.port, 0, 65535);
  const seed = wholeNumber("seed", values.seed, 0, 4294967295);
  const effect = values.effect === undefined ? undefined : Number(values.effect);
  if (effect !== undefined && !Number.isFinite(effect))
    throw new UsageError(`--effect ${values.effect}: not a number.\n  ${texts.effect}`);
  const numbers = Object.entries({workers, port, seed, effect}).filter(([, value]) => value !== undefined);
  return {...values, ...Object.fromEntries(numbers)} as Options;
}

function wholeNumber(name: string, value: string | undefined, least: number, most: number): number | undefined {
  if (value === undefined) return undefined;
  if (!/^\d+$/.test(value) || Number(value) < least || Number(value) > most)
    throw new UsageError(`--${name} ${value}: not a whole number from ${least} to ${most}.`);
  return Number(value);
}
