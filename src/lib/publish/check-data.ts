import {readFile} from "node:fs/promises";
import {join} from "node:path";
import {z} from "zod";
import {hashFile} from "./files.ts";
import type {Problem} from "./problem.ts";
import {readManifest} from "./seal.ts";

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const finding = z.looseObject({
  id: z.string().min(1),
  label: z.string().min(1),
  value: z.union([z.number(), z.string(), z.null()]),
  unit: z.string(),
  interval: z.tuple([z.number().nullable(), z.number().nullable()]).optional(),
  level: z.number().gt(0).lt(1).optional(),
  n: z.number().nullable(),
  method: z.string().min(1),
  stage: z.string().min(1),
  artifact: z.string().min(1),
  sha256: hash,
  key: hash,
  simulated: z.boolean(),
  demonstration: z.literal(true).optional(),
});
const findingsFile = z.looseObject({
  schema: z.literal("proofbook/findings@1"),
  simulated: z.boolean(),
  findings: z.array(finding),
});

/** Checks findings.json and manifest.json of a site, and that the manifest lists exactly what is there. */
export async function checkPublishedData(
  site: string,
  paths: readonly string[],
): Promise<{problems: Problem[]; simulated: boolean}> {
  const problems: Problem[] = [];
  let simulated = false;
  const text = await readFile(join(site, "findings.json"), "utf8").catch(() => null);
  const parsed = text === null ? null : findingsFile.safeParse(parse(text));
  if (parsed === null) problems.push({where: "findings.json", what: "is missing"});
  else if (!parsed.success) {
    const [issue] = parsed.error.issues;
    problems.push({where: "findings.json", what: `${issue.path.join(".") || "the file"}: ${issue.message}`});
    simulated = /"simulated":\s*true/.test(text ?? "");
  } else {
    simulated = parsed.data.simulated;
    const seen = new Set<string>();
    for (const {id, interval, level, simulated: marked, demonstration} of parsed.data.findings) {
      const report = (what: string) => problems.push({where: "findings.json", what: `"${id}" ${what}`});
      if (seen.has(id)) report("is there twice");
      seen.add(id);
      if ((interval === undefined) !== (level === undefined)) report("has an interval without a level, or the reverse");
      if (interval !== undefined && interval[0] !== null && interval[1] !== null && interval[0] > interval[1])
        report("has an interval whose lower end is above its upper");
      if (marked && !simulated && !demonstration) report("is simulated but the file says that nothing is");
      if (demonstration && !marked) report("is a demonstration but not marked as simulated");
    }
  }
  const manifest = await readManifest(site);
  if (manifest === null) {
    problems.push({where: "manifest.json", what: "is missing or is not a manifest of Proofbook"});
    return {problems, simulated};
  }
  const listed = new Map(manifest.published.map((file) => [file.path, file.sha256]));
  for (const path of paths) {
    if (path === "manifest.json") continue;
    const expected = listed.get(path);
    if (expected === undefined) problems.push({where: "manifest.json", what: `does not list ${path}`});
    else if ((await hashFile(join(site, path))) !== expected)
      problems.push({where: path, what: "is not what the manifest says: it was changed after the site was sealed"});
    listed.delete(path);
  }
  for (const path of listed.keys()) problems.push({where: "manifest.json", what: `lists ${path}, which is not there`});
  return {problems, simulated: simulated || manifest.origin.simulated};
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
