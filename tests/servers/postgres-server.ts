import {writeFileSync} from "node:fs";
import {dirname, join} from "node:path";
import {Client} from "pg";
import {findProgram, freePort, PASSWORD, runner, type Server, stopServer, until} from "./server.ts";

const program = findProgram("initdb", ["/usr/lib/postgresql/*/bin", "/usr/local/bin", "/usr/bin"]);

/** Whether PostgreSQL is installed here; said aloud where it is not. */
export const hasPostgres = program !== null;
if (!hasPostgres) console.warn("SKIPPED: tests with a real PostgreSQL. Install it: apt-get install -y postgresql");

/** Starts PostgreSQL on a free port of 127.0.0.1. Stop it by `stop`. */
export async function startPostgres(): Promise<Server> {
  const bin = dirname(program!);
  const as = runner("postgres");
  const [folder, port] = [as.folder(), await freePort()];
  const data = join(folder, "data");
  const passwords = join(folder, "password");
  writeFileSync(passwords, `${PASSWORD}\n`);
  as.run(join(bin, "initdb"), [
    "-D",
    data,
    "-U",
    "desk",
    "-A",
    "scram-sha-256",
    `--pwfile=${passwords}`,
    "-E",
    "UTF8",
    "--no-locale",
    "-N",
  ]);
  as.run("openssl", [
    ...["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"],
    ...[
      "-addext",
      "subjectAltName=DNS:localhost",
      "-keyout",
      join(data, "server.key"),
      "-out",
      join(data, "server.crt"),
    ],
  ]);
  const settings = [
    ...[`port=${port}`, "listen_addresses=localhost", `unix_socket_directories=${folder}`, "fsync=off", "ssl=on"],
    ...[
      "timezone=America/New_York",
      "datestyle=German",
      "extra_float_digits=0",
      "shared_buffers=32MB",
      "max_connections=20",
    ],
  ];
  const child = as.start(join(bin, "postgres"), ["-D", data, ...settings.flatMap((setting) => ["-c", setting])]);
  const stop = () => stopServer(child, "SIGINT", folder);
  const connection = {host: "127.0.0.1", port, user: "desk", password: PASSWORD, database: "postgres"};
  try {
    await until(child, async () => {
      const client = new Client(connection);
      try {
        await client.connect();
      } finally {
        await client.end();
      }
    });
  } catch (error) {
    await stop();
    throw error;
  }
  const url = `postgres://desk:${encodeURIComponent(PASSWORD)}@127.0.0.1:${port}/postgres`;
  return {port, user: "desk", password: PASSWORD, url, pid: child.pid!, folder, stop};
}

/** Runs statements as the owner of the server. */
export async function inPostgres<T>({port, password}: Server, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({host: "127.0.0.1", port, user: "desk", password, database: "postgres"});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
