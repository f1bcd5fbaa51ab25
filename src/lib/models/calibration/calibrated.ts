import {checkFit, designRows, pick, taskOf} from "../design.ts";
import {innerSplits} from "../inner-split.ts";
import type {Design, FitOptions, Learner, Model} from "../learner.ts";
import {checkKindOf} from "../linear/read-state.ts";
import {applyIsotonic, type Isotonic, isotonicCalibration} from "./isotonic.ts";
import {applyPlatt, type Platt, plattScaling} from "./platt.ts";

export type CalibrationMethod = "platt" | "isotonic";

/** A learner with the function that rebuilds its models: what a learner's module exports. */
export interface LearnerModule {
  readonly learner: Learner;
  fromJSON(state: unknown): Model;
}

const kind = "calibrated@1";
const blocks = 5;

/**
 * A learner of probabilities whose predictions are calibrated inside each training window: predictions of 5 time-ordered
 * inner blocks, each from the days before it, are set against what happened (Platt's scaling, or isotonic regression); then
 * the learner is fitted on the whole window and its predictions are mapped. The calibration never sees a prediction of a row
 * that the model was fitted on. A window with fewer than 24 days is left as it is: `summary().chosen.calibrationRows` is 0.
 *
 * Costs six fits in place of one. Platt's scaling has two parameters; isotonic regression wants some hundreds of rows.
 *
 * @throws RangeError from `calibrated` if the learner does not do probabilities.
 */
export function calibrated({learner: inner, fromJSON}: LearnerModule, method: CalibrationMethod): LearnerModule {
  if (!inner.tasks?.includes("probability"))
    throw new RangeError(`invalid learner to calibrate; ${inner.name} does not predict probabilities`);
  const how = method === "platt" ? "Platt's scaling" : "isotonic regression";
  const learner: Learner = {
    ...inner,
    name: `${inner.name}-${method}`,
    label: `${inner.label}, calibrated`,
    description: `${inner.description}; calibrated by ${how} on ${blocks} time-ordered blocks inside each training window`,
    tasks: ["probability"],
    fit(x, y, options) {
      const w = checkFit(x, y, options);
      taskOf(learner, y, options);
      const held = outOfFold(inner, x, y, w, options);
      const model = inner.fit(x, y, options);
      const map =
        held.rows.length === 0
          ? null
          : (method === "platt" ? plattScaling : isotonicCalibration)(
              held.probability,
              pick(y, held.rows),
              pick(w, held.rows),
            );
      return modelOf(model, {kind, learner: inner.name, method, rows: held.rows.length, map});
    },
  };
  return {
    learner,
    fromJSON(state) {
      checkKindOf(kind, state);
      const {learner: name, method: by} = state as unknown as CalibratedState;
      if (name !== inner.name || by !== method)
        throw new RangeError(`invalid model; not a ${inner.name} calibrated by ${method}: ${name} by ${by}`);
      return calibratedFromJSON(state, fromJSON);
    },
  };
}

/**
 * Rebuilds a calibrated model from its `toJSON`.
 * @param fromJSON of the learner that was calibrated. @throws RangeError if it is not a calibrated model's, or damaged.
 */
export function calibratedFromJSON(state: unknown, fromJSON: (state: unknown) => Model): Model {
  checkKindOf(kind, state);
  const {inner, ...rest} = state as unknown as CalibratedState & {inner: unknown};
  if (!["platt", "isotonic"].includes(rest.method) || !isMap(rest.method, rest.map))
    throw new RangeError(
      `invalid model; its calibration is of no known kind, or damaged: ${rest.learner} by ${rest.method}`,
    );
  return modelOf(fromJSON(inner), rest);
}

interface CalibratedState {
  readonly kind: string;
  readonly learner: string;
  readonly method: CalibrationMethod;
  /** Rows that the map was fitted on. */
  readonly rows: number;
  /** null: predictions are left as they are. */
  readonly map: Platt | Isotonic | null;
}

function modelOf(inner: Model, state: CalibratedState): Model {
  const {map} = state;
  const model: Model = {
    predict(x) {
      const raw = inner.predict(x);
      if (map === null) return raw;
      return "slope" in map ? applyPlatt(map, raw) : applyIsotonic(map, raw);
    },
    toJSON: () => ({...state, inner: inner.toJSON()}),
    summary() {
      const {chosen, ...rest} = inner.summary();
      const scaling: Record<string, number> =
        map !== null && "slope" in map ? {plattSlope: map.slope, plattIntercept: map.intercept} : {};
      return {...rest, chosen: {...chosen, ...scaling, calibrationRows: state.rows}};
    },
  };
  const explain = inner.explain?.bind(inner);
  if (explain === undefined || (map !== null && !("slope" in map))) return model;
  return {
    ...model,
    explain(x) {
      const {base, columns} = explain(x);
      if (map === null) return {base, columns};
      return {
        base: map.slope * base + map.intercept,
        columns: columns.map((column) => column.map((v) => map.slope * v)),
      };
    },
  };
}

/** Predictions of rows by models of earlier days. */
function outOfFold(
  learner: Learner,
  x: Design,
  y: Float64Array,
  w: Float64Array,
  options: FitOptions,
): {rows: Int32Array; probability: Float64Array} {
  const rows: number[] = [];
  const probability: number[] = [];
  for (const {train, test} of innerSplits(options.days, blocks)) {
    const weights = pick(w, train);
    const counted = test.filter((i) => w[i] > 0);
    if (!weights.some((v) => v > 0) || counted.length === 0) continue;
    const days = train.map((i) => options.days[i]);
    const model = learner.fit(designRows(x, train), pick(y, train), {...options, weights, days});
    const predicted = model.predict(designRows(x, counted));
    counted.forEach((i, k) => {
      rows.push(i);
      probability.push(predicted[k]);
    });
  }
  return {rows: Int32Array.from(rows), probability: Float64Array.from(probability)};
}

function isMap(method: CalibrationMethod, map: unknown): boolean {
  if (map === null) return true;
  if (typeof map !== "object") return false;
  const {slope, intercept, from, to} = map as Partial<Platt & Isotonic>;
  if (method === "platt") return Number.isFinite(slope) && Number.isFinite(intercept);
  const numbers = (list: unknown): list is number[] => Array.isArray(list) && list.every(Number.isFinite);
  return (
    numbers(from) &&
    numbers(to) &&
    from.length === to.length &&
    from.length > 0 &&
    from.every((v, k) => k === 0 || v > from[k - 1]) &&
    to.every((v, k) => v >= 0 && v <= 1 && (k === 0 || v >= to[k - 1]))
  );
}
