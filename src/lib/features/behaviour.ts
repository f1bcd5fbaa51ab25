import {fromDaily} from "./behaviour-daily.ts";
import {fromFills} from "./behaviour-fills.ts";
import type {Feature} from "./feature.ts";

/** How the trader has been acting: streaks, presence, activity, size, costs, and, where fills are given, holding times and tilt. */
export const features: readonly Feature[] = [...fromDaily, ...fromFills];
