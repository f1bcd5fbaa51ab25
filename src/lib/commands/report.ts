import {join, relative} from "node:path";
import color from "picocolors";
import {makeManifest, prune, type Run, reader} from "../pipeline/index.ts";
import {BuildError, buildSite, checkLiterals, checkSite, describeProblems, sealSite} from "../publish/index.ts";
import type {VerdictReport} from "../verdict/index.ts";
import {checkoutState, commitOf} from "./commit.ts";
import {type Places, placesOf} from "./current.ts";
import {loadStudy} from "./load-study.ts";
import {cwd, main, root} from "./main.ts";
import {parseOptions} from "./options.ts";
import {bringUpToDate} from "./pipeline.ts";
import {printable} from "./printable.ts";
import {recognisedLines} from "./recognised.ts";

/** `npm run report`: pipeline, site, check, verdict. */
await main(async (argv) => {
  const options = parseOptions(argv, ["study", "data", "source", "out", "store", "workers", "refresh"]);
  const places = placesOf(options, root, cwd);
  const before = checkoutState(root);
  const loaded = await loadStudy(options, root, cwd);
  console.error(`${color.bold("Proofbook")}  ${printable(loaded.study.title)}\n`);
  const recognised = recognisedLines(loaded);
  if (recognised.length > 0) console.error(color.dim(`${recognised.map((line) => `  ${line}`).join("\n")}\n`));
  const run = await bringUpToDate(loaded, places, options);
  const {pages, ran} = await publish(run, places, loaded.study, before);
  prune(places.store);
  console.error(
    `\n${ran ? "Built and checked" : "Nothing has changed:"} ${pages} pages ${ran ? "in" : "stand in"} ${shown(places.out)}`,
  );
  printVerdict(run, places);
  return 0;
});

async function publish(run: Run, {store, out}: Places, study: {readonly title: string}, before: string) {
  const literals = await checkLiterals(root);
  if (literals.length > 0) throw describeProblems("Pages state results that are no findings", literals);
  const commit = commitOf(root);
  return buildSite({
    root,
    out,
    inputs: [run.stages.map((s) => s.key).join(), JSON.stringify(commit)],
    env: {PROOFBOOK_STORE: store, PROOFBOOK_COMMIT: commit.hash ?? ""},
    async complete(site) {
      if (checkoutState(root) !== before)
        throw new BuildError(
          "the checkout changed while the report was made, and nobody could say which commit it is of. Run again: stages that are done are kept.",
        );
      await sealSite(site, (published) =>
        makeManifest(run, {
          commit: commit.hash,
          dirty: commit.dirty,
          commitTime: commit.time,
          study: study.title,
          published,
        }),
      );
      const problems = await checkSite(site);
      if (problems.length > 0) throw describeProblems("The site is not sound; the last one was kept", problems);
    },
    onStep: (step) => console.error(color.dim(`        site: ${step}`)),
  });
}

function printVerdict(run: Run, {out}: Places): void {
  const {decision, because, gates} = reader(run, "verdict").json<VerdictReport>("verdict.json");
  const marks = {pass: "✓", fail: "✗", inconclusive: "?", "not assessed": "–"};
  console.log(`\n${run.origin.simulated ? "SIMULATED DATA. " : ""}Verdict: ${color.bold(decision)}`);
  console.log(`${because}\n`);
  for (const gate of gates)
    console.log(`  ${marks[gate.status]} ${gate.title}${gate.required ? "" : " (not required)"}: ${gate.status}`);
  const argument = out === join(root, "dist") ? "" : ` -- --out ${shown(out)}`;
  console.log(`\nOpen it:  npm run serve${argument}`);
}

function shown(path: string): string {
  const short = relative(cwd, path);
  return short === "" || short.startsWith("..") ? path : short;
}
