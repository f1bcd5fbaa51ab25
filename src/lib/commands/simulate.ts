import {existsSync, readdirSync} from "node:fs";
import {resolve} from "node:path";
import {folderFiles, readFolder} from "../ingest/index.ts";
import {likeStudy, simulate, truthOf, writeDesk, writeSimulation} from "../simulate/index.ts";
import {type DeskName, deskNames, nearest} from "../study/index.ts";
import {likenessLines, truthLines} from "./desk-table.ts";
import {loadStudy} from "./load-study.ts";
import {cwd, main, root} from "./main.ts";
import {parseOptions, UsageError} from "./options.ts";

/**
 * `npm run simulate -- --out DIR`: writes a simulated desk as files that `--data DIR` reads, with what is true of it in
 * DIR/truth. `--desk NAME` says which; `--like DIR` draws one like a real desk, with an effect one sets, and prints how alike.
 */
await main(async (argv) => {
  const {
    out,
    desk = "demo",
    like,
    seed = 1,
    effect,
    fills = false,
  } = parseOptions(argv, [...(["out", "desk", "like", "seed", "effect", "fills"] as const)]);
  if (out === undefined) throw new UsageError("Say where to: npm run simulate -- --out DIR");
  const into = resolve(cwd, out);
  if (existsSync(into) && readdirSync(into).length > 0)
    throw new UsageError(`${out} is not empty; name a new folder, so that no file is overwritten.`);
  if (like !== undefined) {
    if (argv.some((word) => word.startsWith("--desk"))) throw new UsageError("Give --desk or --like, not both.");
    if (fills) throw new UsageError("--fills: a desk like another one is drawn day by day and has no fills.");
    const {folder} = await loadStudy({data: like}, root, cwd);
    const original = readFolder(folderFiles(folder!));
    const twin = likeStudy(original, {seed, effect: effect ?? 0});
    writeDesk(twin.desk, into);
    console.log(
      `${likenessLines(twin.likeness).join("\n")}\n\nSIMULATED DATA, written to ${out}. Study it: npm run report -- --data ${out}`,
    );
    return 0;
  }
  if (effect !== undefined) throw new UsageError("--effect: only with --like; a desk by name has its own effects.");
  const simulation = simulate({desk: scenario(desk), seed});
  writeSimulation(simulation, into, {fills});
  console.log(
    `${truthLines(truthOf(simulation)).join("\n")}\n\nSIMULATED DATA, written to ${out}. Study it: npm run report -- --data ${out}`,
  );
  return 0;
});

function scenario(name: string): DeskName {
  const known = deskNames.find((each) => each === name);
  if (known !== undefined) return known;
  const hint = nearest(name, deskNames);
  throw new UsageError(
    `--desk ${name}: there is no such desk${hint === undefined ? "" : `; did you mean ${hint}?`} There are: ${deskNames.join(", ")}`,
  );
}
