/** One setting of a learner: its range, what it is when nobody says, and where tuning looks. */
export type Hyperparameter = NumberParameter | ChoiceParameter | TextParameter;

export interface NumberParameter {
  readonly name: string;
  readonly description: string;
  readonly kind: "real" | "integer";
  /** Smallest and largest value that is taken, both included. */
  readonly low: number;
  readonly high: number;
  readonly default: number;
  /** The range that tuning draws from, uniformly on the scale; absent: it is not tuned. */
  readonly search?: {readonly low: number; readonly high: number; readonly scale: "linear" | "log"};
}

export interface ChoiceParameter {
  readonly name: string;
  readonly description: string;
  readonly kind: "choice";
  readonly options: readonly string[];
  readonly default: string;
  /** Options that tuning draws from, with equal chance; absent: it is not tuned. */
  readonly search?: readonly string[];
}

/** Words in a form of their own, which name features; never tuned. */
export interface TextParameter {
  readonly name: string;
  readonly description: string;
  readonly kind: "text";
  readonly default: string;
  /** Why a text is not in the form; null: it is. */
  readonly problem: (text: string) => string | null;
  /** Features that a text names. */
  readonly features: (text: string) => readonly string[];
  readonly search?: undefined;
}

/** Name → value. */
export type Settings = Readonly<Record<string, number | string>>;

/**
 * All settings of a learner, defaults filled in.
 * @throws RangeError for a name that is not there (listing those that are), or a value out of range (stating the range).
 */
export function resolveSettings(
  learner: string,
  parameters: readonly Hyperparameter[],
  given: Settings = {},
): Record<string, number | string> {
  for (const name of Object.keys(given))
    if (!parameters.some((p) => p.name === name))
      throw new RangeError(
        `invalid setting of ${learner}; there is no "${name}", there are: ${parameters.map((p) => p.name).join(", ") || "none"}`,
      );
  return Object.fromEntries(parameters.map((p) => [p.name, checked(learner, p, given[p.name] ?? p.default)]));
}

function checked(learner: string, p: Hyperparameter, value: number | string): number | string {
  const where = `invalid ${p.name} of ${learner}`;
  if (p.kind === "choice") {
    if (typeof value === "string" && p.options.includes(value)) return value;
    throw new RangeError(`${where}; not one of ${p.options.join(", ")}: ${value}`);
  }
  if (p.kind === "text") {
    const problem = typeof value === "string" ? p.problem(value) : `not a text: ${value}`;
    if (problem === null) return value;
    throw new RangeError(`${where}; ${problem}`);
  }
  const whole = p.kind === "integer" ? "a whole number " : "a number ";
  if (typeof value === "number" && value >= p.low && value <= p.high && (p.kind === "real" || Number.isInteger(value)))
    return value;
  throw new RangeError(`${where}; not ${whole}from ${p.low} to ${p.high}: ${value}`);
}

/** Features that settings name, with the setting: what a study must have, whatever selection leaves over. */
export function featuresNamed(
  parameters: readonly Hyperparameter[],
  given: Settings,
): {readonly setting: string; readonly feature: string}[] {
  return parameters.flatMap((p) => {
    const value = given[p.name];
    if (p.kind !== "text" || typeof value !== "string" || p.problem(value) !== null) return [];
    return p.features(value).map((feature) => ({setting: p.name, feature}));
  });
}
