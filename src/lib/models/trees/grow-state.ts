import type {Kernel} from "../kernel/index.ts";
import type {TreeColumns} from "./grow-columns.ts";
import type {NodeHistograms} from "./grow-histograms.ts";
import type {GrowMemory} from "./grow-memory.ts";
import type {GrowNode} from "./grow-node.ts";
import type {GrowSettings} from "./grow-settings.ts";
import type {GrowingTree} from "./grow-tree.ts";
import type {Sums} from "./histogram.ts";
import type {SplitContext} from "./split.ts";

/** A tree while it grows. */
export interface Growth {
  readonly kernel: Kernel;
  readonly memory: GrowMemory;
  readonly settings: GrowSettings;
  readonly context: SplitContext;
  readonly sums: Sums;
  readonly columns: TreeColumns;
  readonly histograms: NodeHistograms;
  readonly tree: GrowingTree;
  /** Nodes with a split that is not made yet. */
  readonly open: GrowNode[];
  readonly leaves: GrowNode[];
}
