import {codeHasher} from "./code-hash.ts";
import {folders} from "./files.ts";
import {codeOf, identify} from "./key.ts";
import {type Latest, readLatest} from "./latest.ts";
import {readLock} from "./lock-entries.ts";
import {inRunOrder} from "./order.ts";
import type {StageIdentity, StageRecord} from "./record.ts";
import {defaultHome} from "./run-file.ts";
import type {Stage} from "./stage.ts";
import {findRecord, type Lookup} from "./store.ts";
import {whyChanged} from "./why.ts";

/**
 * fresh: its stored result is what a run would give. stale: something that it depends on has changed. missing: it never
 * ran here, or its stored result is gone or damaged.
 */
export interface StageStatus {
  readonly name: string;
  readonly label: string;
  readonly status: "fresh" | "stale" | "missing";
  /** Empty when fresh. */
  readonly why: readonly string[];
}

/**
 * Says of each stage, in run order, whether it would run, and why. Runs and writes nothing. Below a stage that is not
 * fresh all are stale, since their keys are known only when it has run; some may then turn out to be unchanged.
 */
export async function pipelineStatus(
  stages: readonly Stage[],
  {root, store}: {readonly root: string; readonly store?: string},
): Promise<StageStatus[]> {
  const at = folders(store ?? defaultHome(root));
  const tools = {hashCode: codeHasher(root, codeOf(stages)), lock: readLock(root)};
  const records = new Map<string, StageRecord>();
  const result = new Map<string, StageStatus>();
  for (const stage of inRunOrder(stages)) {
    const open = stage.inputs.filter((name) => !records.has(name));
    const inputs = stage.inputs.flatMap((name) => records.get(name) ?? []);
    const identity = await identify(stage, inputs, tools);
    const latest = readLatest(at, stage.name);
    const {name, label} = stage;
    if (open.length > 0) {
      const because = open.map((input) => `input ${input} is ${result.get(input)!.status}`);
      result.set(name, {name, label, ...withOpenInputs(identity, latest, because)});
    } else {
      const lookup = findRecord(at, identity.key);
      if (lookup.status === "found") records.set(name, lookup.record);
      result.set(name, {name, label, ...withFreshInputs(identity, latest, lookup)});
    }
  }
  return [...result.values()];
}

type Judgement = Pick<StageStatus, "status" | "why">;

function withFreshInputs(identity: StageIdentity, latest: Latest | null, lookup: Lookup): Judgement {
  if (lookup.status === "found") return {status: "fresh", why: []};
  if (lookup.status === "damaged") return {status: "missing", why: [lookup.why]};
  if (latest === null) return {status: "missing", why: ["never run"]};
  if (latest.key === identity.key) return {status: "missing", why: ["its stored result is gone"]};
  return {status: "stale", why: whyChanged(identity, latest)};
}

function withOpenInputs(identity: StageIdentity, latest: Latest | null, because: readonly string[]): Judgement {
  if (latest === null) return {status: "missing", why: ["never run"]};
  const own = {...identity, components: {...identity.components, inputs: latest.components.inputs}};
  return {status: "stale", why: [...whyChanged(own, latest), ...because]};
}
