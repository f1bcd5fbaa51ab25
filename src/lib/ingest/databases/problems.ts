import {IngestError} from "../error.ts";
import {placeOf, type Target} from "./connection-url.ts";

/** What the server or the network said, as far as drivers agree on it. */
interface DriverError {
  readonly code?: unknown;
  readonly errno?: unknown;
  readonly message?: unknown;
  readonly hint?: unknown;
  readonly fatal?: unknown;
}

interface Known {
  readonly codes: readonly (string | number)[];
  readonly message?: RegExp;
  readonly what: string;
  readonly fix: string;
  /** Whether the server's own words add anything. */
  readonly words?: boolean;
}

const CHECK_URL = "check host, port, user, password and database in $VARIABLE (it is not shown here)";
const NOTHING_KEPT = "nothing of this reading is kept; run again";

/** PostgreSQL: SQLSTATE; MySQL and MariaDB: error names and numbers; the rest: Node. The first that fits is said. */
const KNOWN: readonly Known[] = [
  {codes: ["ECONNREFUSED"], what: "no server answers there", fix: `start it, or ${CHECK_URL}`},
  {codes: ["ENOENT", "EACCES"], what: "there is no socket of a server that can be opened", fix: CHECK_URL},
  {codes: ["ENOTFOUND", "EAI_AGAIN"], what: "no machine of that name is known", fix: CHECK_URL},
  {codes: ["EHOSTUNREACH", "ENETUNREACH"], what: "no network path leads there", fix: CHECK_URL},
  {
    codes: ["ETIMEDOUT"],
    message: /^timeout exceeded when trying to connect|terminated due to connection timeout/,
    what: "the server does not answer within $TIMEOUT s",
    fix: "check host and port, or set timeoutSeconds in the study",
  },
  {
    codes: ["28P01", "28000", "ER_ACCESS_DENIED_ERROR", 1045, 1698],
    what: "the server refuses user $USER",
    fix: CHECK_URL,
  },
  {
    codes: ["3D000", "ER_BAD_DB_ERROR", "ER_DBACCESS_DENIED_ERROR"],
    what: "there is no such database for user $USER",
    fix: CHECK_URL,
  },
  {
    codes: [
      "57014",
      "ER_QUERY_TIMEOUT",
      "ER_STATEMENT_TIMEOUT",
      1969,
      3024,
      "ER_QUERY_INTERRUPTED",
      "PROOFBOOK_STALLED",
    ],
    what: "the query gave nothing for $TIMEOUT s and was stopped",
    fix: "make it quicker (an index, fewer rows), or set timeoutSeconds in the study",
  },
  {
    codes: ["55P03", "ER_LOCK_WAIT_TIMEOUT"],
    what: "somebody holds a lock on the table",
    fix: "wait until it is released, then run again",
  },
  {
    codes: ["25006", "ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION", 1792],
    what: "the query tries to write, and the server refuses: a study only reads",
    fix: "give a query that selects",
    words: true,
  },
  {
    codes: ["42501", "ER_TABLEACCESS_DENIED_ERROR", "ER_COLUMNACCESS_DENIED_ERROR"],
    what: "user $USER may not read this",
    fix: "grant SELECT on it to that user",
    words: true,
  },
  {
    codes: [
      "DEPTH_ZERO_SELF_SIGNED_CERT",
      "SELF_SIGNED_CERT_IN_CHAIN",
      "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
      "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
      "CERT_HAS_EXPIRED",
      "ERR_TLS_CERT_ALTNAME_INVALID",
      "HANDSHAKE_SSL_ERROR",
    ],
    what: "the server's certificate is not one that can be trusted",
    fix: 'name the certificates that sign it (ca: "server-ca.pem" in the study), and the host as in the certificate',
    words: true,
  },
  {
    codes: ["HANDSHAKE_NO_SSL_SUPPORT"],
    message: /does not support (SSL|secure) connection/i,
    what: "the server offers no TLS",
    fix: 'switch it on there; only where the network is trusted, write tls: "off" in the study',
  },
  {
    codes: [
      "57P01",
      "57P02",
      "57P03",
      "08006",
      "08003",
      "ECONNRESET",
      "EPIPE",
      "PROTOCOL_CONNECTION_LOST",
      "ER_SERVER_SHUTDOWN",
      "ER_CONNECTION_KILLED",
      1927,
      1053,
    ],
    message: /^Connection (terminated|lost|ended)|socket (has )?been ended|closed state/i,
    what: "the connection was lost",
    fix: NOTHING_KEPT,
    words: true,
  },
];

/**
 * What a driver or server said as an error for its reader: which server, what happened, how to mend it. Nothing of the
 * driver's error is kept but words, and from these the password is taken out.
 * @param at what was being done, where there is anything to say: 'table "fills"'.
 */
export function databaseProblem(
  error: unknown,
  target: Target,
  {at, timeoutSeconds}: {readonly at?: string; readonly timeoutSeconds: number},
): IngestError {
  if (error instanceof IngestError) return error;
  const {code, errno, message, hint} = (error ?? {}) as DriverError;
  const said = redact([message, hint].filter((part) => typeof part === "string" && part !== "").join(" "), target);
  const known = KNOWN.find(
    (k) => k.codes.some((c) => c === code || c === errno) || (typeof message === "string" && k.message?.test(message)),
  );
  const fill = (text: string) =>
    text
      .replace("$TIMEOUT", String(timeoutSeconds))
      .replace("$VARIABLE", target.variable)
      .replace("$USER", JSON.stringify(target.user));
  const where = at === undefined ? placeOf(target) : `${placeOf(target)}, ${at}`;
  if (known === undefined)
    return new IngestError(where, {
      what: "the server does not accept this",
      found: said,
      fix: "correct the table or query in the study",
    });
  const found = known.words === true ? said : typeof code === "string" ? code : undefined;
  return new IngestError(where, {what: fill(known.what), found, fix: fill(known.fix)});
}

/** Text without the password, raw or as it stands in a URL. */
export function redact(text: string, {password}: Pick<Target, "password">): string {
  if (password === undefined || password.length < 4) return text; // a shorter one stands in ordinary words
  return [password, encodeURIComponent(password)].reduce((rest, secret) => rest.replaceAll(secret, "•••"), text);
}

/** The error of a server that has sent nothing for too long. */
export function stalled(): Error {
  return Object.assign(new Error("no rows"), {code: "PROOFBOOK_STALLED"});
}
