import type {SignalRows} from "../../evaluate/index.ts";
import {float64, int32, type Table, take, text} from "../../numeric/index.ts";

/** The rows of one signal of the long table that the predictions stage wrote. */
export function rowsOfSignal(
  predictions: Table,
  signal: string,
): SignalRows & {readonly outcome: Float64Array; readonly scale: Float64Array} {
  const names = text(predictions, "signal");
  const rows = Int32Array.from(Array.from(names.keys()).filter((i) => names[i] === signal));
  const own = take(predictions, rows);
  return {
    trader: int32(own, "trader"),
    day: int32(own, "day"),
    fold: int32(own, "fold"),
    value: float64(own, "value"),
    net: float64(own, "net"),
    outcome: float64(own, "outcome"),
    scale: float64(own, "scale"),
  };
}
