import type {Desk, DeskTruth, Quality} from "../../ingest/index.ts";
import type {ArtifactReader, StageOutput} from "../stage.ts";

/** `desk.json`: the small facts of a desk; its tables stand beside it. */
export interface DeskFile {
  readonly accounts: readonly string[];
  /** URL-safe name of each account, in the same order: used in finding ids and page addresses. */
  readonly slugs: readonly string[];
  readonly days: readonly string[];
  readonly currency: string;
  readonly title: string;
  /** Columns of daily.arrow beyond trader, day and net. */
  readonly columns: readonly string[];
  readonly has: {
    readonly predictions: boolean;
    readonly interventions: boolean;
    readonly market: boolean;
  };
  readonly truth: DeskTruth | null;
}

const optional = ["predictions", "interventions", "market"] as const;

/** A desk as artifacts of the ingest stage. */
export function writeDeskArtifacts(
  desk: Desk,
  facts: Pick<DeskFile, "slugs" | "currency" | "title">,
): Pick<StageOutput, "tables" | "json"> {
  const present = optional.filter((name) => desk[name] !== null);
  const file: DeskFile = {
    ...facts,
    accounts: desk.accounts,
    days: desk.days,
    columns: Object.keys(desk.daily.columns).filter((name) => !["trader", "day", "net"].includes(name)),
    has: {
      predictions: desk.predictions !== null,
      interventions: desk.interventions !== null,
      market: desk.market !== null,
    },
    truth: desk.truth,
  };
  return {
    tables: {
      "daily.arrow": desk.daily,
      "set-aside.arrow": desk.setAside,
      ...Object.fromEntries(present.map((name) => [`${name}.arrow`, desk[name]!])),
    },
    json: {"desk.json": file, "quality.json": desk.quality},
  };
}

/** The desk that the ingest stage wrote. */
export function readDesk(ingest: ArtifactReader, origin: Desk["origin"]): Desk {
  const file = ingest.json<DeskFile>("desk.json");
  const [predictions, interventions, market] = optional.map((name) =>
    file.has[name] ? ingest.table(`${name}.arrow`) : null,
  );
  return {
    origin,
    accounts: file.accounts,
    days: file.days,
    daily: ingest.table("daily.arrow"),
    predictions,
    interventions,
    market,
    truth: file.truth,
    quality: ingest.json<Quality>("quality.json"),
    setAside: ingest.table("set-aside.arrow"),
  };
}
