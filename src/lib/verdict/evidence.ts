import type {DesignReport} from "../causal/index.ts";
import type {AuditReport, SignalSkill} from "../evaluate/types.ts";
import type {Quality} from "../ingest/desk.ts";
import type {Impact} from "../policy/types.ts";
import type {KnownTruthReport} from "../robustness/known-truth/types.ts";
import type {PlaceboReport} from "../robustness/placebo/types.ts";
import type {HiddenCauseAnswer} from "../robustness/sensitivity/hidden-cause.ts";
import type {SignalRobustness} from "../robustness/types.ts";
import type {Study} from "../study/index.ts";

/** All that the gates look at, for the primary signal. Null: that station could not run on this study. */
export interface Evidence {
  readonly signal: string;
  readonly days: number;
  readonly quality: Quality;
  readonly audit: AuditReport;
  readonly skill: SignalSkill | null;
  readonly impact: Impact | null;
  readonly robustness: SignalRobustness | null;
  /** Placebos of the primary signal's policy and of the adjusted comparison. */
  readonly placebos: PlaceboReport | null;
  /** Every causal design, refused ones too. */
  readonly designs: readonly DesignReport[];
  readonly sensitivity: HiddenCauseAnswer | null;
  /** null: taken as given, which only the calibration over simulated desks does. */
  readonly knownTruth: KnownTruthReport | null;
}

export type GateLimits = Study["gates"];
