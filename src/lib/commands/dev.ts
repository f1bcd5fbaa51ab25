import {type ChildProcess, spawn} from "node:child_process";
import {readdirSync, utimesSync} from "node:fs";
import {join, relative} from "node:path";
import {watch} from "chokidar";
import color from "picocolors";
import {clearDataCache, spawnFramework, vendor} from "../publish/index.ts";
import {commitOf} from "./commit.ts";
import {placesOf} from "./current.ts";
import {loadStudy} from "./load-study.ts";
import {cwd, main, root} from "./main.ts";
import {parseOptions} from "./options.ts";

/**
 * `npm run dev`: a live preview. Framework shows an edited page at once; an edit of a stage, the study or a data file
 * runs what depends on it, says so, and then the pages show the new numbers.
 */
await main(async (argv) => {
  const options = parseOptions(argv, ["study", "data", "source", "store", "workers", "port"]);
  const {store} = placesOf(options, root, cwd);
  const {folder, file} = await loadStudy(options, root, cwd);
  const stageArguments = argv.filter(
    (_, i) => argv[i] !== "--port" && argv[i - 1] !== "--port" && !argv[i].startsWith("--port="),
  );
  if (!(await runStages(stageArguments))) return 1;

  await vendor({root});
  await clearDataCache(root);
  const preview = spawnFramework("preview", {
    root,
    stdio: "inherit",
    args: ["--no-open", ...(options.port === undefined ? [] : ["--port", String(options.port)])],
    env: {PROOFBOOK_STORE: store, PROOFBOOK_COMMIT: commitOf(root).hash ?? ""},
  });

  const watched = [join(root, "src/lib"), ...(file === null ? [] : [file]), ...(folder === null ? [] : [folder])];
  const watcher = watch(watched, {ignoreInitial: true, ignored: (path) => path.startsWith(join(root, "src/lib/view"))});
  const again = oneAtATime(async (changed) => {
    console.error(`\n${color.bold("changed:")} ${changed.map((path) => relative(root, path)).join(", ")}`);
    if (!(await runStages(stageArguments))) return;
    await clearDataCache(root);
    touchLoaders();
  });
  watcher.on("all", (_, path) => again(path));
  const code = await stopped(preview);
  await watcher.close();
  return code;
});

/** Stages run in a process of their own: this one holds the code as it was when it started. */
async function runStages(argv: readonly string[]): Promise<boolean> {
  const script = join(root, "src/lib/commands/stages.ts");
  const child = spawn(process.execPath, ["--import", "tsx", script, ...argv], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
  });
  return (await stopped(child)) === 0;
}

/** Framework runs a loader again when its file was touched, and then shows the page anew. */
function touchLoaders(): void {
  const now = performance.timeOrigin / 1000 + performance.now() / 1000;
  for (const name of readdirSync(join(root, "src"), {recursive: true, encoding: "utf8"}))
    if (/\.(json|arrow|csv|tar)\.ts$/.test(name) && !name.startsWith("."))
      utimesSync(join(root, "src", name), now, now);
}

/** Gathers changes for a moment, then acts on all of them; changes meanwhile wait for their turn. */
function oneAtATime(act: (changed: readonly string[]) => Promise<void>): (path: string) => void {
  const waiting = new Set<string>();
  let busy = false;
  const next = async () => {
    if (busy || waiting.size === 0) return;
    busy = true;
    await new Promise((done) => setTimeout(done, 150));
    const changed = [...waiting].sort();
    waiting.clear();
    await act(changed);
    busy = false;
    await next();
  };
  return (path) => {
    waiting.add(path);
    void next();
  };
}

function stopped(child: ChildProcess): Promise<number> {
  const stop = () => child.kill();
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
  return new Promise((done) => child.on("close", (code) => done(code ?? 1)));
}
