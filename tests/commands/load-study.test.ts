import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join, resolve} from "node:path";
import {afterAll, describe, expect, it} from "vitest";
import {loadStudy} from "../../src/lib/commands/load-study.ts";

const root = resolve(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "proofbook-study-"));
afterAll(() => rmSync(folder, {recursive: true}));
const write = (name: string, text: string) => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

describe("loadStudy", () => {
  it("finds the repository's own study", async () => {
    const {study, folder: data, file} = await loadStudy({}, root, folder);
    expect(study.source.kind).toBe("simulated");
    expect(data).toBeNull();
    expect(file).toBe(join(root, "src/data/study.ts"));
  });

  it("studies a bare folder: given predictions are judged, else models are trained", async () => {
    mkdirSync(join(folder, "desk"));
    write("desk/daily.csv", "account_id,date,net\n");
    expect((await loadStudy({data: "desk"}, root, folder)).study.learners).toEqual(["ridge", "forest"]);
    write("desk/predictions.csv", "account_id,date,p_loss\n");
    const {study, folder: data} = await loadStudy({data: "desk"}, root, folder);
    expect(study).toMatchObject({title: "desk", learners: []});
    expect(data).toBe(join(folder, "desk"));
  });

  it("looks for a study's data beside the study file", async () => {
    const schema = join(root, "src/lib/study/index.ts");
    const path = write(
      "study.ts",
      `import {defineStudy} from ${JSON.stringify(schema)};
       export default defineStudy({title: "Mine", source: {kind: "folder", path: "desk"}, learners: []});`,
    );
    expect(await loadStudy({study: path}, root, "/")).toMatchObject({folder: join(folder, "desk"), file: path});
  });

  it("says what is missing, and what to do", async () => {
    await expect(loadStudy({study: "none.ts"}, root, folder)).rejects.toThrow("There is no study at none.ts.");
    await expect(loadStudy({data: "none"}, root, folder)).rejects.toThrow("The data folder none does not exist");
    await expect(loadStudy({data: "desk/daily.csv"}, root, folder)).rejects.toThrow("is a file. Give the folder");
    const empty = write("empty.ts", "export default {};");
    await expect(loadStudy({study: empty}, root, folder)).rejects.toThrow("no study as its default export");
    const broken = write("broken.ts", "export default {;");
    await expect(loadStudy({study: broken}, root, folder)).rejects.toThrow(/broken\.ts cannot be read as a study/);
  });
});
