import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join, resolve} from "node:path";
import {afterAll, describe, expect, it} from "vitest";
import {loadStudy, sourceRules} from "../../src/lib/commands/load-study.ts";
import {recognisedLines} from "../../src/lib/commands/recognised.ts";

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
    mkdirSync(join(folder, "parquet"));
    write("parquet/predictions.parquet", "PAR1");
    expect((await loadStudy({data: "parquet"}, root, folder)).study.learners).toEqual([]);
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
    const secret = write(
      "secret.ts",
      'export default {title: "postgres://reader:hunter2@db.example/desk", source: {kind: "simulated", desk: "tiny"}};',
    );
    const refused = loadStudy({study: secret}, root, folder);
    await expect(refused).rejects.toThrow(/^title: holds the URL of a database/);
    await expect(refused).rejects.not.toThrow(/hunter2/);
    const broken = write("broken.ts", "export default {;");
    await expect(loadStudy({study: broken}, root, folder)).rejects.toThrow(/broken\.ts cannot be read as a study/);
  });

  it("takes what --source says before what the study says of its files", async () => {
    mkdirSync(join(folder, "exports"));
    const {study} = await loadStudy({data: "exports", source: "a.csv=das-executions"}, root, folder);
    expect(study.source).toMatchObject({kind: "folder", files: [{file: "a.csv", as: "das-executions"}]});
    const schema = join(root, "src/lib/study/index.ts");
    const path = write(
      "rules.ts",
      `import {defineStudy} from ${JSON.stringify(schema)};
       export default defineStudy({title: "Mine", source: {kind: "folder", path: "desk", files: [{file: "*.csv", as: "tradenote"}]}});`,
    );
    expect((await loadStudy({study: path, source: "tradervue"}, root, folder)).study.source).toMatchObject({
      files: [
        {file: "*", as: "tradervue"},
        {file: "*.csv", as: "tradenote"},
      ],
    });
    await expect(loadStudy({source: "tradervue"}, root, folder)).rejects.toThrow("this study reads no folder");
  });

  it("says what each file is taken for, and why", async () => {
    write(
      "exports/deals.txt",
      "Time,Deal,Symbol,Type,Direction,Volume,Price,Profit\n2025.01.06 10:00,1,X,buy,in,1,2,0\n",
    );
    write("exports/market.csv", "date,close\n2025-01-06,1\n");
    expect(recognisedLines(await loadStudy({data: "exports"}, root, folder))).toEqual([
      "deals.txt: MetaTrader 5 deals, since line 1 has Time, Deal, Symbol, Type, Direction, Volume and Price",
    ]);
    expect(recognisedLines(await loadStudy({}, root, folder))).toEqual([]);
  });

  it("reads --source, or says which names there are", () => {
    expect(sourceRules("x=1.csv=fills, *.xml=ib-flex")).toEqual([
      {file: "x=1.csv", as: "fills"},
      {file: "*.xml", as: "ib-flex"},
    ]);
    expect(() => sourceRules("das-execution")).toThrow(
      /"das-execution" is no source\. Did you mean das-executions\?[\s\S]*metatrader5/,
    );
    expect(() => sourceRules("=daily")).toThrow("a file has no name");
  });
});
