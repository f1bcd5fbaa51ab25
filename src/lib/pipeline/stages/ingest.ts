import {availableParallelism} from "node:os";
import {
  coverageOf,
  type DeskPnl,
  folderFiles,
  panelTable,
  readDeskAndPnl,
  readSnapshot,
  recogniseSignals,
} from "../../ingest/index.ts";
import {simulateDesk} from "../../simulate/index.ts";
import {type Study, slugs} from "../../study/index.ts";
import type {Stage} from "../stage.ts";
import {writeDeskArtifacts} from "./desk-artifacts.ts";
import {dataFindings} from "./findings/data.ts";
import {pnlFindings} from "./findings/pnl.ts";

/** Reads the study's files, or simulates its desk, through one contract. The only stage where data enter. */
export function ingestStage(study: Study, folder: string | null): Stage {
  const {source, seed, currency, title, signals, pnl} = study;
  const rules = source.kind === "folder" ? (source.files ?? []) : [];
  const files = folder === null ? [] : folderFiles(folder, rules);
  const snapshot = source.kind === "database" && folder !== null ? readSnapshot(folder) : null;
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
            files: files.map(({name, taken}) => ({name, as: taken?.as ?? null, evidence: taken?.evidence ?? null})),
            rules: rules.map(({columns = {}, ...rule}) => ({columns, ...rule})),
            traders: source.traders ?? {},
            decideBy: source.decideBy ?? null,
            until: source.until ?? null,
            tables: source.kind === "database" ? source.tables : {},
            snapshot,
            signals: wanted ?? "auto",
            pnl,
            currency,
            title,
          },
    async run(context) {
      const read = async () => {
        if (source.kind === "simulated") return {desk: simulateDesk({desk: source.desk, seed}), pnl: null};
        const {dateFormat, traders, decideBy, until} = source;
        const here = files.map((file) => ({...file, path: context.file(file.name)}));
        const options = {dateFormat, traders, decideBy, until, files: rules, signals: wanted, currency};
        // The result does not depend on the number of threads.
        const threads = Math.min(4, availableParallelism());
        const progress = (share: number) => context.progress?.(Math.round(100 * share), 100);
        return readDeskAndPnl(here, {...options, pnl: {...pnl, currency, threads, progress}});
      };
      const {desk, pnl: found} = await read();
      const artifacts = writeDeskArtifacts(desk, {slugs: slugs(desk.accounts), currency, title});
      return {
        tables: {...artifacts.tables, ...(found === null ? {} : {"fills-panel.arrow": panelTable(found.pnl)})},
        json: {
          ...artifacts.json,
          "attendance.json": coverageOf(desk),
          "recognised.json": recogniseSignals(desk.predictions),
          ...(snapshot === null ? {} : {"snapshot.json": snapshot}),
          ...(found === null ? {} : pnlArtifacts(found)),
        },
        findings: [...dataFindings(desk), ...(found === null ? [] : pnlFindings(found))],
        origin: desk.origin,
      };
    },
  };
}

/** `pnl.json`: what stands behind the P&L of fills; `reconciliation.json`, where a daily summary says the same days. */
function pnlArtifacts({pnl: {days: _, aside: __, moved: ___, ...pnl}, derived, reconciliation}: DeskPnl) {
  return {"pnl.json": {...pnl, derived}, ...(reconciliation === null ? {} : {"reconciliation.json": reconciliation})};
}
