import {byCodePoint, canonicalJson} from "./canonical-json.ts";
import type {Latest} from "./latest.ts";
import type {KeyComponents, KeyDetail} from "./record.ts";

const shown = 3;

/**
 * Says in a reader's words why a stage's key is not what it was: "models/ridge.ts changed", "parameter split.train:
 * 166 → 200", "daily.csv changed", "input features changed", "apache-arrow 17.0.0 → 18.0.0". Of many changes of one
 * kind the first three are named. Empty if nothing changed; ["first run"] if there is nothing to compare with.
 */
export function whyChanged(now: {components: KeyComponents; detail: KeyDetail}, before: Latest | null): string[] {
  if (before === null) return ["first run"];
  const {components: a, detail: from} = before;
  const {components: b, detail: to} = now;
  const reasons: string[] = [];
  if (a.code !== b.code) reasons.push(...codeReasons(from, to));
  reasons.push(...brief(differences(a.params, b.params, ""), "parameters"));
  reasons.push(...brief(entryReasons(a.files, b.files), "files"));
  reasons.push(
    ...brief(
      entryReasons(a.inputs, b.inputs).map((reason) => `input ${reason}`),
      "inputs",
    ),
  );
  if (a.packages !== b.packages) reasons.push(...brief(packageReasons(from, to), "packages"));
  return reasons;
}

/** Files of the bundles first; else files that leave nothing in them by themselves, such as constants written out. */
function codeReasons(from: KeyDetail, to: KeyDetail): string[] {
  const changes = (a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>) =>
    union(a, b).flatMap((path) => {
      const name = path.replace(/^src\/lib\//, "");
      if (a[path] === b[path]) return [];
      if (a[path] === undefined) return [`${name} is now used`];
      return [`${name} ${b[path] === undefined ? "is no longer used" : "changed"}`];
    });
  const all = ({modules, shaken}: KeyDetail) => ({...shaken, ...modules});
  const kept = changes(from.modules, to.modules);
  const reasons = kept.length > 0 ? kept : changes(all(from), all(to));
  if (reasons.length > 0) return brief(reasons, "modules");
  return ["code is bundled differently (esbuild, tsconfig.json, or the list of entry modules)"];
}

function packageReasons({packages: from}: KeyDetail, {packages: to}: KeyDetail): string[] {
  return union(from, to).flatMap((name) => {
    const a = from[name];
    const b = to[name];
    if (a === undefined) return [`${name} ${b.version} is new`];
    if (b === undefined) return [`${name} ${a.version} is no longer used`];
    if (a.version !== b.version) return [`${name} ${a.version} → ${b.version}`];
    return a.integrity === b.integrity ? [] : [`${name} ${b.version} has other content`];
  });
}

function entryReasons(from: Readonly<Record<string, string>>, to: Readonly<Record<string, string>>): string[] {
  return union(from, to).flatMap((name) => {
    if (!Object.hasOwn(from, name)) return [`${name} is new`];
    if (!Object.hasOwn(to, name)) return [`${name} is gone`];
    return from[name] === to[name] ? [] : [`${name} changed`];
  });
}

/** Leaf by leaf: "parameter split.train: 166 → 200". */
function differences(a: unknown, b: unknown, path: string): string[] {
  if (full(a) === full(b)) return [];
  if (isObject(a) && isObject(b))
    return union(a, b).flatMap((key) => differences(a[key], b[key], path === "" ? key : `${path}.${key}`));
  return [`parameter${path === "" ? "s" : ` ${path}`}: ${text(a)} → ${text(b)}`];
}

function full(value: unknown): string {
  return value === undefined ? "none" : canonicalJson(value, {indent: 0}).trim();
}

function text(value: unknown): string {
  const json = full(value);
  return json.length > 60 ? `${json.slice(0, 57)}...` : json;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function union(a: object, b: object): string[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].sort(byCodePoint);
}

function brief(reasons: readonly string[], kind: string): string[] {
  if (reasons.length <= shown) return [...reasons];
  return [...reasons.slice(0, shown), `${reasons.length - shown} more ${kind}`];
}
