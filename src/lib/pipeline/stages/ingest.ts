import {folderFiles, readFolder, recogniseSignals} from "../../ingest/index.ts";
import {simulateDesk} from "../../simulate/index.ts";
import {type Study, slugs} from "../../study/index.ts";
import type {Stage} from "../stage.ts";
import {writeDeskArtifacts} from "./desk-artifacts.ts";
import {dataFindings} from "./findings/data.ts";

/** Reads the study's files, or simulates its desk, through one contract. The only stage where data enter. */
export function ingestStage(study: Study, folder: string | null): Stage {
  const {source, seed, currency, title, signals} = study;
  const files = folder === null ? [] : folderFiles(folder);
  const wanted = signals === "auto" ? undefined : signals.map(({name, outcome}) => ({name, outcome}));
  return {
    name: "ingest",
    label: source.kind === "simulated" ? "simulate the desk" : "read the files",
    inputs: [],
    files,
    code: [new URL(import.meta.url)],
    params:
      source.kind === "simulated"
        ? {kind: source.kind, desk: source.desk, seed, currency, title}
        : {
            kind: source.kind,
            dateFormat: source.dateFormat ?? null,
            files: files.map((f) => f.name),
            signals: wanted ?? "auto",
            currency,
            title,
          },
    async run(context) {
      const desk =
        source.kind === "simulated"
          ? simulateDesk({desk: source.desk, seed})
          : readFolder(
              files.map(({name}) => ({name, path: context.file(name)})),
              {dateFormat: source.dateFormat, signals: wanted},
            );
      const artifacts = writeDeskArtifacts(desk, {slugs: slugs(desk.accounts), currency, title});
      return {
        tables: artifacts.tables,
        json: {...artifacts.json, "recognised.json": recogniseSignals(desk.predictions)},
        findings: dataFindings(desk),
        origin: desk.origin,
      };
    },
  };
}
