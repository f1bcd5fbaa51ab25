import type {Inference} from "../inference/index.ts";
import type {Refusal} from "../types.ts";
import type {DesignEstimate, DesignIdentity, DesignReport, EstimatedDesign} from "./types.ts";

/** A report that refuses, with the reason and what it would need. */
export function refused({id, title, question, per}: DesignIdentity, {reason, needs}: Refusal): DesignReport {
  return {id, title, question, per, status: "refused", reason, needs};
}

/** A report with an estimate. */
export function estimated(
  {id, title, question, per}: DesignIdentity,
  found: Omit<EstimatedDesign, "status">,
): DesignReport {
  return {id, title, question, per, status: "estimated", ...found};
}

/** What the engine itself says, and no estimator: a defect. */
const ofEngine = /^(?:Maximum call stack|Invalid (?:typed )?array length|Array buffer allocation)/;

/** The report, or a refusal with the estimator's own words where it could not be made; other errors are defects and pass. */
export function attempt(identity: DesignIdentity, needs: string, run: () => DesignReport): DesignReport {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof RangeError) || ofEngine.test(error.message)) throw error;
    return refused(identity, {reason: sentence(error.message), needs});
  }
}

/** The parts of an inference that a report keeps. */
export function estimateOf(
  found: Pick<Inference, "estimate" | "standardError" | "interval" | "level" | "p">,
  n: number,
  of = "trader-days",
): DesignEstimate {
  const {estimate, standardError, interval, level, p} = found;
  return {value: estimate, unit: "currency/trader-day", standardError, interval, level, p, n, of};
}

function sentence(message: string): string {
  const text = message.charAt(0).toUpperCase() + message.slice(1);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
