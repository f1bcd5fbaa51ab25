import {type Sql, sql} from "../sql/index.ts";

/**
 * What exports write for a purchase and for a sale (short or not), as patterns of the whole lower-case word that the
 * database matches: the words of `sources/sides.ts`.
 */
export const BUY_WORDS = "b|bc|c|buy|bot|bought|cover|long|btc|bto|buy to (cover|open|close)";
export const SHORT_WORDS = "ss|t|short|sshrt|sell short|short sell|sho|shrt";
/** Those that say that a position is closed: only then may a price be 0. */
export const CLOSING_WORDS = "btc|stc|(buy|sell) to close";
export const SELL_WORDS = `s|sl|sell|sld|sold|stc|sto|sell to (close|open)|${SHORT_WORDS}`;

/** Whether a word for a side buys; NULL where nobody can say. */
export function buys(side: Sql): Sql {
  const is = (words: string) => sql`regexp_full_match(lower(trim(${side})), ${words})`;
  return sql`CASE WHEN ${is(BUY_WORDS)} THEN TRUE WHEN ${is(SELL_WORDS)} THEN FALSE END`;
}
