import type {SliceDomain} from "../../../src/lib/view/slice/index.ts";

/** A small domain with names that need care in an address. */
export const domain: SliceDomain = {
  signals: [
    {name: "loss odds & ends", low: 0.01, high: 0.4},
    {name: "ridge", low: -1000, high: 900},
  ],
  traders: ["=1+1", "T01", "T02", "a,b", "a=b&c", "Zoë"],
  days: [
    {day: 3, date: "2024-12-30", weekday: 1},
    {day: 4, date: "2024-12-31", weekday: 2},
    {day: 5, date: "2025-01-02", weekday: 4},
    {day: 6, date: "2025-01-04", weekday: 6},
  ],
  levels: Float64Array.of(-1000, 0.01, 0.4, 900),
  weekdays: [1, 2, 4, 6],
  primary: "ridge",
};
