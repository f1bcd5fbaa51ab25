import type {DesignReport} from "../../causal/index.ts";
import {notAuditable, type Plan} from "../../evaluate/index.ts";
import {table} from "../../numeric/index.ts";
import type {Stage} from "../stage.ts";

const common = {label: "", files: [], code: [new URL(import.meta.url)], params: null};

/** A truth of no rows: nothing may decide by it. */
export const noTruth: Stage = {
  ...common,
  name: "causal-truth",
  inputs: ["ingest"],
  async run() {
    const none = () => new Float64Array(0);
    const rows = table({trader: new Int32Array(0), day: new Int32Array(0), effect: none(), propensity: none()});
    return {tables: {"truth.arrow": rows}, json: {"rule.json": {threshold: null}}};
  },
};

/** The declared causal design alone. */
export const declaredDesign: Stage = {
  ...common,
  name: "causal-designs",
  inputs: ["causal"],
  async run(context) {
    const report = context.input("causal").json<DesignReport>("partially-linear.json");
    return {json: {"causal-designs.json": {treatments: [], designs: [report]}}};
  },
};

/** No report of known truth. */
export const noKnownTruth: Stage = {
  ...common,
  name: "known-truth",
  inputs: ["ingest"],
  async run() {
    return {json: {"known-truth.json": null}};
  },
};

/** What the audit of other desks said of what is trained here; predictions made elsewhere cannot be audited on any. */
export const auditTaken: Stage = {
  ...common,
  name: "audit",
  inputs: ["plan"],
  async run(context) {
    const {signals} = context.input("plan").json<Plan>("plan.json");
    const clean = {
      ...{id: "audit.taken", title: "Audited on other desks", status: "clean" as const, rewrites: [], cutDates: []},
      ...{compared: 0, first: null, evidence: "The same code was audited on other desks."},
    };
    const given = signals
      .filter(({source}) => source === "given")
      .map(({name, label}) =>
        notAuditable(
          `audit.predictions.${name}`,
          `Predictions know only the past: ${label}`,
          "They were made elsewhere.",
        ),
      );
    return {json: {"audit.json": {checks: [clean, ...given]}}};
  },
};
