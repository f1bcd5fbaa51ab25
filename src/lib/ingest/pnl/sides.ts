import {type Sql, sql} from "../sql/index.ts";

/**
 * What exports write for a purchase and for a sale (short or not), as patterns of the whole lower-case word that the
 * database matches: the words of `sources/sides.ts`.
 */
const BUY_WORDS = "b|bc|c|buy|bot|bought|cover|long|btc|bto|buy to (cover|open|close)";
const SHORT_WORDS = "ss|t|short|sshrt|sell short|short sell|sho|shrt";
/** Those that say that a position is closed: only then may a price be 0. */
const CLOSING_WORDS = "btc|stc|(buy|sell) to close";
const SELL_WORDS = `s|sl|sell|sld|sold|stc|sto|sell to (close|open)|${SHORT_WORDS}`;

const isOne = (side: Sql, words: string) => sql`regexp_full_match(lower(trim(${side})), ${words})`;

/** Whether a word for a side buys; NULL where nobody can say. */
export function buys(side: Sql): Sql {
  return sql`CASE WHEN ${isOne(side, BUY_WORDS)} THEN TRUE WHEN ${isOne(side, SELL_WORDS)} THEN FALSE END`;
}

/** Whether a word for a side says that a sale is short. */
export function sellsShort(side: Sql): Sql {
  return sql`coalesce(${isOne(side, SHORT_WORDS)}, FALSE)`;
}

/** Whether a word for a side says that a position is closed. */
export function closes(side: Sql): Sql {
  return sql`coalesce(${isOne(side, CLOSING_WORDS)}, FALSE)`;
}
