import {IngestError, listed} from "../error.ts";
import {isThisMachine} from "./tls.ts";

/** Where and as whom to connect. `password` is never shown: see problems.ts. */
export interface Target {
  readonly product: "PostgreSQL" | "MySQL or MariaDB";
  /** Host name or address; a path that begins with "/" is a socket (PostgreSQL: its folder). */
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string | undefined;
  readonly database: string;
  /** What the URL itself says of TLS; null: nothing. */
  readonly tls: "verify" | "off" | null;
  /** Name of the environment variable, for messages. */
  readonly variable: string;
}

const PRODUCTS: Readonly<Record<string, Pick<Target, "product" | "port">>> = {
  "postgres:": {product: "PostgreSQL", port: 5432},
  "postgresql:": {product: "PostgreSQL", port: 5432},
  "mysql:": {product: "MySQL or MariaDB", port: 3306},
  "mariadb:": {product: "MySQL or MariaDB", port: 3306},
};

/** Whoever asks for TLS gets it checked: an encrypted connection to anybody protects nothing. */
const TLS_MODES: Readonly<Record<string, "verify" | "off">> = {
  disable: "off",
  disabled: "off",
  prefer: "verify",
  preferred: "verify",
  require: "verify",
  required: "verify",
  "verify-ca": "verify",
  verify_ca: "verify",
  "verify-full": "verify",
  verify_identity: "verify",
};

/** Parameters of other programs that share the variable, and that cannot change which rows are read. */
const WITHOUT_EFFECT = new Set([
  ...["application_name", "connect_timeout", "pgbouncer", "connection_limit", "pool_timeout", "charset"],
  ...["channel_binding", "target_session_attrs"],
]);

/**
 * Reads the connection URL that stands in an environment variable.
 * @param variable its name.
 * @throws IngestError that names the variable and never shows its value.
 */
export function readTarget(variable: string, env: Readonly<Record<string, string | undefined>>): Target {
  const value = env[variable]?.trim() ?? "";
  const fix = "set it to postgres://user:password@host:5432/database, mysql://… or mariadb://…";
  if (value === "") throw problem(variable, "is not set: it should hold the URL of the database", fix);
  const encode = "write @ / # ? % : and spaces in user name and password as %40 %2F %23 %3F %25 %3A %20";
  let url: URL;
  try {
    url = new URL(value);
  } catch {
    throw problem(
      variable,
      "does not hold a URL that can be read (it is not shown, since it may hold a password)",
      `${fix}; ${encode}`,
    );
  }
  const product = Object.hasOwn(PRODUCTS, url.protocol) ? PRODUCTS[url.protocol] : undefined;
  if (product === undefined) throw problem(variable, "is not the URL of a database that can be read", fix);
  if (/@/.test(url.pathname + url.search))
    // what stands before it is the end of a password that a / or ? cuts in two
    throw problem(variable, "holds a URL with an @ after a / or ?", encode);
  if (url.hash !== "") throw problem(variable, "holds a URL with a # in it", encode);
  const decode = (text: string) => {
    try {
      return decodeURIComponent(text);
    } catch {
      throw problem(variable, "holds a URL with a % that begins no %-code", encode);
    }
  };
  const parameters = [...url.searchParams.keys()];
  const unknown = parameters.filter(
    (name) => !["host", "sslmode", "ssl-mode"].includes(name) && !WITHOUT_EFFECT.has(name),
  );
  if (unknown.length > 0)
    throw problem(variable, `holds a URL with parameters that are not understood: ${listed(unknown)}`, "remove them");
  const mode = (url.searchParams.get("sslmode") ?? url.searchParams.get("ssl-mode"))?.toLowerCase();
  if (mode !== undefined && !Object.hasOwn(TLS_MODES, mode))
    throw problem(variable, "holds a URL whose sslmode is not understood", "use disable, require or verify-full");
  const host = decode(url.hostname).replace(/^\[(.*)\]$/, "$1") || (url.searchParams.get("host") ?? "");
  const database = decode(url.pathname.replace(/^\//, ""));
  if (host === "") throw problem(variable, "holds a URL without a host", fix);
  if (database === "" || database.includes("/"))
    throw problem(variable, "holds a URL without the name of a database", fix);
  return {
    product: product.product,
    host,
    port: url.port === "" ? product.port : Number(url.port),
    user: decode(url.username),
    password: url.password === "" ? undefined : decode(url.password),
    database,
    tls:
      mode === undefined
        ? null
        : mode === "prefer" || mode === "preferred"
          ? isThisMachine(host)
            ? "off"
            : "verify"
          : TLS_MODES[mode],
    variable,
  };
}

/** "PostgreSQL at db.example:5432": how messages call a server. */
export function placeOf({product, host, port}: Pick<Target, "product" | "host" | "port">): string {
  return `${product} at ${host.startsWith("/") ? host : host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`}`;
}

function problem(variable: string, what: string, fix: string): IngestError {
  return new IngestError(`environment variable ${variable}`, {what, fix});
}
