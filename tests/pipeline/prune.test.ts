import * as fs from "node:fs";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {defaultHome, prune, saveRun, silent} from "../../src/lib/pipeline/index.ts";
import {makeProject} from "./project.ts";
import {go, modules} from "./three-stages.ts";

describe("prune", () => {
  it("removes what neither the last runs nor the latest records refer to", async () => {
    const project = makeProject(modules);
    const home = defaultHome(project.root);
    for (let train = 1; train <= 9; train++) saveRun((await go(project, {train})).run, {train});
    // ingest and verdict once, features nine times
    expect(prune(home)).toMatchObject({removed: 3, kept: 8, busy: null}); // the last six runs are kept
    expect(prune(home)).toMatchObject({removed: 0, kept: 8, bytes: 0});
    expect((await go(project, {train: 4})).ran).toEqual([]);
    expect((await go(project, {train: 1})).ran).toEqual(["features"]);
  });

  it("leaves alone what another program keeps in a folder of the same name", async () => {
    const project = makeProject(modules);
    const home = defaultHome(project.root);
    await go(project);
    fs.mkdirSync(join(home, "partial", "a".repeat(64)), {recursive: true});
    fs.writeFileSync(join(home, "partial", "thesis.txt"), "years of work");
    prune(home);
    expect(fs.readdirSync(join(home, "partial"))).toEqual(["thesis.txt"]);
  });

  it("removes nothing while this process runs one", async () => {
    const project = makeProject(modules);
    const home = defaultHome(project.root);
    const busy: unknown[] = [];
    await go(project, undefined, {progress: {...silent, finish: () => busy.push(prune(home).busy)}});
    expect(busy).toEqual([process.pid, process.pid, process.pid]);
    expect(prune(home).busy).toBeNull();
  });

  it("removes nothing while another process runs a pipeline", async () => {
    const project = makeProject(modules);
    const home = defaultHome(project.root);
    await go(project);
    fs.writeFileSync(join(home, `claims/run.${process.ppid}.0`), "");
    fs.rmSync(join(home, "latest"), {recursive: true});
    expect(prune(home)).toMatchObject({removed: 0, kept: 3, busy: process.ppid});
    fs.rmSync(join(home, `claims/run.${process.ppid}.0`));
    expect(prune(home)).toMatchObject({removed: 3, kept: 0});
    expect(prune(join(project.root, "none"))).toMatchObject({removed: 0, kept: 0});
  });
});
