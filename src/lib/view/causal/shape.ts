import type {CandidateTreatment} from "../../causal/designs/assistant.ts";
import type {DesignReport, EstimatedDesign} from "../../causal/designs/types.ts";

/** `causal-designs.json`, as pages read it. */
export interface DesignsFile {
  readonly treatments: readonly CandidateTreatment[];
  readonly designs: readonly (DesignReport & {readonly artifact: string})[];
}

/** A design with an estimate, and the artifact it was read from. */
export type ShownDesign = DesignReport & EstimatedDesign & {readonly artifact: string};

/** The designs with an estimate, in the order of the file. */
export function estimatedDesigns({designs}: DesignsFile): ShownDesign[] {
  return designs.filter((d): d is ShownDesign => d.status === "estimated");
}

/** Id of a design's finding. The adjusted comparison is the one that the verdict reads, and has the verdict's names. */
export function designFinding(id: DesignReport["id"], what: "effect" | "p" | "truth"): string {
  return id === "partially-linear" ? `causal.${what}` : `causal.design.${id}.${what}`;
}
