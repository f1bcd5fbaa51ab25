import {type Sql, sql} from "../sql/index.ts";
import type {Engine} from "./engine.ts";
import {type Loaded, markIn} from "./loaded.ts";
import type {OpenFile} from "./opened-file.ts";
import type {Fills} from "./pieces.ts";
import {type TypedFile, tooLarge} from "./typed.ts";
import {typedFills, typedOrder} from "./typed-fills.ts";
import {addSides, groupSides, READ_SIDES, repeatedIds, troubles} from "./typed-group.ts";
import type {PnlOptions} from "./types.ts";

/** Reads a file with typed columns. null: something is wrong with the file, or with reading it so. Nothing is left behind then. */
export async function loadClean(engine: Engine, file: OpenFile, options: PnlOptions): Promise<Loaded | null> {
  if (file.typed === null || file.typed.precision.wide) return null;
  const {columns, name, notes} = file;
  const {currency: home, rollover = null, until = null} = options;
  const found: TypedFile = {...file.typed, columns, feeKinds: Object.keys(columns.fees), rollover, home};
  await engine.run(sql`SET preserve_insertion_order = false`); // of no use here, and it holds threads up
  const load = async (typed: TypedFile): Promise<Loaded | null> => {
    const grouped = await groupClean(engine, typed, until);
    if (grouped === null) return null;
    const {rows, ...fills} = grouped;
    return {
      fills,
      files: [{name, rowsRead: rows, rowsUsed: rows, rowsSetAside: 0, ...(await markIn(engine, file))}],
      aside: [],
      moved: [],
      notes,
    };
  };
  let typed = found;
  for (;;) {
    try {
      const loaded = await load(typed);
      if (loaded !== null) return loaded;
      await dropGroups(engine);
      if (!typed.kept || !(await tooLarge(engine, typed))) return null;
      typed = {...typed, kept: false};
    } catch (error) {
      await dropGroups(engine);
      const told = error instanceof Error ? error.message : "";
      // The groups and their fills do not fit into memory, or a fill not into one number; the groups alone do, and the file is read
      // twice.
      if (typed.kept && /^Out of (Memory|Range) Error/.test(told)) typed = {...typed, kept: false};
      else if (/^(Conversion|Invalid Input|Out of Range) Error/.test(told)) return null;
      else throw error;
    }
  }
}

async function dropGroups(engine: Engine): Promise<void> {
  for (const table of [sql`sided`, sql`side_word`, sql`tally`]) await engine.run(sql`DROP TABLE IF EXISTS ${table}`);
}

async function groupClean(
  engine: Engine,
  typed: TypedFile,
  until: string | null,
): Promise<(Fills & {rows: number}) | null> {
  const {columns, feeKinds, precision} = typed;
  await engine.run(groupSides(typed, until));
  await engine.run(READ_SIDES);
  const [found] = await engine.rows<{troubles: bigint; rows: bigint | null}>(troubles());
  if (found.troubles > 0n || found.rows === null) return null;
  if (columns.id !== null && (await anyRepeated(engine, repeatedIds(typed)))) return null;
  await engine.run(addSides(feeKinds));
  return {
    of: (days) => typedFills(typed, days),
    inTime: typedOrder(typed),
    precision,
    feeKinds,
    rows: Number(found.rows),
  };
}

async function anyRepeated(engine: Engine, query: Sql): Promise<boolean> {
  const [{n}] = await engine.rows<{n: bigint}>(query);
  return n > 0n;
}
