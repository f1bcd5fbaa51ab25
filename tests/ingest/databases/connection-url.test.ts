// Credentials here are made up.
import {writeFileSync} from "node:fs";
import {join} from "node:path";
import {describe, expect, test} from "vitest";
import {placeOf, readTarget} from "../../../src/lib/ingest/databases/connection-url.ts";
import {databaseProblem, redact} from "../../../src/lib/ingest/databases/problems.ts";
import {isThisMachine, tlsFor} from "../../../src/lib/ingest/databases/tls.ts";
import {scratch} from "./reading.ts";

const target = (url: string) => readTarget("DB", {DB: url});

describe("connection URLs", () => {
  test.each([
    ["postgres://reader:word@db.example/desk", "PostgreSQL", "db.example", 5432, "reader", "word", "desk"],
    ["postgresql://reader@db.example:6543/desk", "PostgreSQL", "db.example", 6543, "reader", undefined, "desk"],
    [" mysql://reader:word@10.0.0.1/desk\n", "MySQL or MariaDB", "10.0.0.1", 3306, "reader", "word", "desk"],
    ["mariadb://r:w@[::1]:3307/desk", "MySQL or MariaDB", "::1", 3307, "r", "w", "desk"],
    [
      "postgres://us%40er:p%40%2F%3A%23%3F%25%20%27%22w%C3%A4@h/d%20b",
      "PostgreSQL",
      "h",
      5432,
      "us@er",
      "p@/:#?% '\"wä",
      "d b",
    ],
    ["postgres://u:w@%2Frun%2Fpostgresql/desk", "PostgreSQL", "/run/postgresql", 5432, "u", "w", "desk"],
    [
      "postgres:///desk?host=/run/postgresql&application_name=x",
      "PostgreSQL",
      "/run/postgresql",
      5432,
      "",
      undefined,
      "desk",
    ],
  ])("%s", (url, product, host, port, user, password, database) => {
    expect(target(url)).toEqual({product, host, port, user, password, database, tls: null, variable: "DB"});
  });

  test.each([
    ["?sslmode=disable", "off"],
    ["?sslmode=require", "verify"],
    ["?sslmode=verify-full", "verify"],
    ["?ssl-mode=DISABLED", "off"],
    ["?ssl-mode=VERIFY_IDENTITY", "verify"],
    ["?sslmode=prefer", "verify"],
    ["", null],
  ])("TLS by the URL: %s", (query, tls) => {
    expect(target(`postgres://u:p@db.example/d${query}`).tls).toBe(tls);
  });

  test.each([
    ["", "is not set"],
    ["hunter2-secret", "does not hold a URL"],
    ["postgres://u:hunter2-secret#x@h/d", "DB"],
    ["postgres://u:hunter2-secret/x@h/d", "DB"],
    ["postgres://u:12?hunter2@h/d", "an @ after a / or ?"],
    ["postgres://hunter2:12/secret@h", "an @ after a / or ?"],
    ["postgres://u:hunter2-secret%zz@h/d", "begins no %-code"],
    ["postgres://u:hunter2-secret@h/d#x", "a # in it"],
    ["postgres://u:hunter2-secret@h/", "without the name of a database"],
    ["postgres://u:hunter2-secret@h/d?options=-c%20x", "not understood: options"],
    ["postgres://u:hunter2-secret@h/d?sslmode=hunter2-secret", "sslmode is not understood"],
    ["oracle://u:hunter2-secret@h/d", "not the URL of a database"],
    ["https://u:hunter2-secret@h/d", "not the URL of a database"],
  ])("what cannot be read is refused, and not shown: %s", (url, why) => {
    let message = "";
    try {
      target(url);
    } catch (error) {
      message = String((error as Error).stack) + JSON.stringify(error);
      expect((error as Error).name).toBe("IngestError");
    }
    expect(message).toContain(why);
    expect(message).toContain("DB");
    expect(message).not.toContain("hunter2");
  });

  test("a server is called by its product and place", () => {
    expect(placeOf(target("postgres://h:1/d"))).toBe("PostgreSQL at h:1");
    expect(placeOf(target("mysql://[::1]/d"))).toBe("MySQL or MariaDB at [::1]:3306");
    expect(placeOf(target("postgres://%2Frun%2Fx/d"))).toBe("PostgreSQL at /run/x");
  });

  test("what a driver says of the password is taken out", () => {
    const own = target("postgres://u:p%40ss-word@h/d");
    expect(redact("p@ss-word and p%40ss-word", own)).toBe("••• and •••");
    const problem = databaseProblem(Object.assign(new Error("bad p@ss-word"), {config: own}), own, {timeoutSeconds: 1});
    expect(`${problem.message}${problem.stack}${JSON.stringify(problem)}`).not.toContain("p@ss-word");
  });
});

describe("TLS", () => {
  test("is off on this machine, else verified; the study has the last word", () => {
    for (const host of ["localhost", "127.0.0.1", "127.8.9.1", "::1", "/run/x"])
      expect(isThisMachine(host), host).toBe(true);
    for (const host of ["127.0.0.1.example.com", "localhost.example.com", "10.0.0.1", "::2"])
      expect(isThisMachine(host), host).toBe(false);
    expect(tlsFor("127.0.0.1", {url: null})).toBeNull();
    expect(tlsFor("db.example", {url: null})).toEqual({rejectUnauthorized: true});
    expect(tlsFor("127.0.0.1", {url: "verify"})).toEqual({rejectUnauthorized: true});
    expect(tlsFor("db.example", {url: "verify", study: "off"})).toBeNull();
    expect(tlsFor("127.0.0.1", {url: null, study: "verify"})).toEqual({rejectUnauthorized: true});
  });

  test("takes certificates from a file of them", () => {
    const folder = scratch();
    const ca = join(folder, "ca.pem");
    expect(() => tlsFor("h", {url: null, ca})).toThrow("cannot be read");
    writeFileSync(ca, "no");
    expect(() => tlsFor("h", {url: null, ca})).toThrow("holds no certificate");
    writeFileSync(ca, "-----BEGIN CERTIFICATE-----\nx");
    expect(tlsFor("127.0.0.1", {url: null, ca})).toEqual({
      rejectUnauthorized: true,
      ca: "-----BEGIN CERTIFICATE-----\nx",
    });
    expect(() => tlsFor("h", {url: null, study: "off", ca})).toThrow("TLS is off");
  });
});
