import {mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {dirname, join} from "node:path";
import {fileURLToPath, pathToFileURL} from "node:url";
import type {Manifest, PublishedFile} from "../../src/lib/pipeline/index.ts";

export const repository = fileURLToPath(new URL("../../", import.meta.url));

const config = `import {siteConfig} from ${JSON.stringify(pathToFileURL(join(repository, "src/lib/publish/index.ts")).href)};
const base = siteConfig({accounts: ["T01", "<img src=x>"], origin: {simulated: true, description: "Fixture <desk>"}});
export default {...base, pages: base.pages.filter((p) => ["Traders", "Slice", "Reproduce"].includes(p.name))};
`;

const style = `@import url("observablehq:default.css");
@import url("observablehq:theme-air.css") (prefers-color-scheme: light);
@import url("observablehq:theme-near-midnight.css") (prefers-color-scheme: dark);
:root { --theme-foreground-muted: #4d4f52; --theme-foreground-faint: #4d4f52; }
@media (prefers-color-scheme: dark) { :root { --theme-foreground-muted: #c4c4bf; --theme-foreground-faint: #c4c4bf; } }
#observablehq-main a, #observablehq-footer a { text-decoration: underline; }
`;

const findings = {
  schema: "proofbook/findings@1",
  study: {title: "Fixture", currency: "USD"},
  simulated: true,
  origin: "Fixture <desk>",
  commit: null,
  findings: [
    {
      id: "impact.total.delta",
      label: "Effect",
      value: 1234.5,
      unit: "currency",
      n: 10,
      method: "Sum.",
      artifact: "impact.json",
      stage: "impact",
      sha256: "a".repeat(64),
      key: "b".repeat(64),
      simulated: true,
    },
  ],
};

/** A sound findings.json. */
export const findingsText = JSON.stringify(findings);

/** A small whole site: a view of two modules, a parameterised page, a TypeScript loader, a table in DuckDB. */
export const healthy: Readonly<Record<string, string>> = {
  "observablehq.config.ts": config,
  "src/style.css": style,
  "src/findings.json.ts": `process.stdout.write(${JSON.stringify(findingsText)});\n`,
  "src/lib/view/index.ts": `export {show} from "./show.ts";\n`,
  "src/lib/view/show.ts": `import {scale} from "./scale.ts";\nexport const show = (x: number): string => \`drawn \${scale(x)}\`;\n`,
  "src/lib/view/scale.ts": "export const scale = (x: number): number => 2 * x;\n",
  "src/index.md": `# Verdict

The effect is <span data-finding="impact.total.delta">\${effect.value} USD</span> over ten days. See [Slice](./pages/slice).

\`\`\`ts
import {show} from "./lib/view/index.ts";
const words: string = show(21);
display(words);
\`\`\`

\`\`\`js
const effect = (await FileAttachment("findings.json").json()).findings[0];
\`\`\`
`,
  "src/pages/slice.md": `---
sql:
  points: ../data/points.arrow
---
# Slice

\`\`\`sql id=[total]
SELECT SUM(x)::DOUBLE AS x, COUNT(*)::INT AS n FROM points
\`\`\`

Total <span data-artifact="points.arrow">\${total.x}</span>, by Arquero <span data-artifact="points.arrow">\${aq.table({x: [1, 2]}).numRows()}</span>.
`,
  "src/pages/traders/index.md": "# Traders\n",
  "src/pages/reproduce.md": "# Reproduce\n",
  "src/data/points.arrow.ts": `import {tableFromArrays, tableToIPC} from "apache-arrow";
process.stdout.write(tableToIPC(tableFromArrays({x: Float64Array.of(1, 2, 39)}), "stream"));
`,
  "src/pages/traders/[account].md": `# Trader

\`\`\`js
const data = await FileAttachment(\`../../data/trader/\${observable.params.account}.json\`).json();
display(html\`<p>\${data.account}</p>\`);
\`\`\`
`,
  "src/data/trader/[account].json.ts": `import {parseArgs} from "node:util";
const {values} = parseArgs({options: {account: {type: "string"}}});
process.stdout.write(JSON.stringify(values));
`,
};

/** Writes a project into a new folder; a null removes a file of the healthy one. The caller removes it with `dispose`. */
export function fixture(changes: Readonly<Record<string, string | null>> = {}): {root: string; dispose(): void} {
  const root = mkdtempSync(join(tmpdir(), "proofbook-site-"));
  symlinkSync(join(repository, "node_modules"), join(root, "node_modules"));
  const files: Record<string, string | null> = {...healthy, "package.json": '{"type": "module"}\n', ...changes};
  for (const [name, text] of Object.entries(files)) {
    if (text === null) continue;
    mkdirSync(dirname(join(root, name)), {recursive: true});
    writeFileSync(join(root, name), text);
  }
  return {root, dispose: () => rmSync(root, {recursive: true, force: true})};
}

/** A manifest as `makeManifest` writes it, of a run without stages. */
export function manifestOf(published: PublishedFile[], simulated = true): Manifest {
  return {
    schema: "proofbook/manifest@1",
    commit: null,
    dirty: false,
    commitTime: null,
    study: {},
    origin: {simulated, description: "Fixture <desk>", files: []},
    lockfile: "c".repeat(64),
    stages: [],
    data: [],
    published,
  };
}
