import {rmSync} from "node:fs";
import {join} from "node:path";
import {type Connection, createConnection} from "mysql2/promise";
import {findProgram, freePort, PASSWORD, runner, type Server, stopServer, until} from "./server.ts";

const folders = ["/usr/sbin", "/usr/bin", "/usr/local/bin"];
const program = findProgram("mariadbd", folders);
const install = findProgram("mariadb-install-db", folders);

/** Whether MariaDB is installed here; said aloud where it is not. */
export const hasMariadb = program !== null && install !== null;
if (!hasMariadb) console.warn("SKIPPED: tests with a real MariaDB. Install it: apt-get install -y mariadb-server");

/** Starts MariaDB on a free port of 127.0.0.1. Stop it by `stop`. */
export async function startMariadb(): Promise<Server> {
  const as = runner("mysql");
  const [folder, port] = [as.folder(), await freePort()];
  const data = join(folder, "data");
  const socket = join(folder, "socket");
  const own = ["--no-defaults", `--datadir=${data}`, `--tmpdir=${folder}`]; // in a shared one servers remove each other's tables
  try {
    as.run(install!, [...own, "--auth-root-authentication-method=normal", "--skip-test-db"]);
  } catch (error) {
    rmSync(folder, {recursive: true, force: true});
    throw error;
  }
  const child = as.start(program!, [
    ...[...own, `--port=${port}`, "--bind-address=127.0.0.1", `--socket=${socket}`],
    ...[`--pid-file=${join(folder, "pid")}`, "--innodb-buffer-pool-size=32M", "--innodb-flush-log-at-trx-commit=0"],
    ...["--character-set-server=utf8mb4", "--default-time-zone=+09:00", "--skip-name-resolve"],
  ]);
  const stop = () => stopServer(child, "SIGTERM", folder);
  try {
    await until(child, async () => {
      const root = await createConnection({host: "127.0.0.1", port, user: "root"});
      await root.query("create database if not exists desk");
      await root.query("create user if not exists desk@'127.0.0.1' identified by ?", [PASSWORD]);
      await root.query("grant all privileges on *.* to desk@'127.0.0.1'");
      await root.end();
    });
  } catch (error) {
    await stop();
    throw error;
  }
  const url = `mariadb://desk:${encodeURIComponent(PASSWORD)}@127.0.0.1:${port}/desk`;
  return {port, user: "desk", password: PASSWORD, url, pid: child.pid!, folder, stop};
}

/** Runs statements as a user who may do everything. */
export async function inMariadb<T>(
  {port, user, password}: Server,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  const connection = await createConnection({host: "127.0.0.1", port, user, password, database: "desk", timezone: "Z"});
  try {
    return await work(connection);
  } finally {
    await connection.end();
  }
}
