import type {FitOptions} from "../learner.ts";

/** A setting that the caller states; undefined where it is left to the learner to choose. */
export function stated({settings}: FitOptions, name: string): number | undefined {
  const value = settings !== undefined && Object.hasOwn(settings, name) ? settings[name] : undefined;
  return typeof value === "number" ? value : undefined;
}

/** The value of the target where all rows with weight have the same; null where they differ. */
export function constantTarget(y: Float64Array, w: Float64Array): number | null {
  const first = w.findIndex((weight) => weight > 0);
  return y.every((value, i) => w[i] === 0 || value === y[first]) ? y[first] : null;
}
