/**
 * What exports write for a purchase and for a sale (short or not), as patterns of the whole lower-case word that the
 * database matches: the words of `sources/sides.ts`.
 */
export const BUY_WORDS = "b|bc|c|buy|bot|bought|cover|long|btc|bto|buy to (cover|open|close)";
export const SHORT_WORDS = "ss|t|short|sshrt|sell short|short sell|sho|shrt";
export const SELL_WORDS = `s|sl|sell|sld|sold|stc|sto|sell to (close|open)|${SHORT_WORDS}`;
