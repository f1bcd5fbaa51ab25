import {readFileSync} from "node:fs";
import {IngestError} from "../error.ts";

/** Whether a host is this machine: a socket or a loopback address, which nobody else can listen to. */
export function isThisMachine(host: string): boolean {
  return host.startsWith("/") || host === "localhost" || host === "::1" || /^127(\.\d{1,3}){3}$/.test(host);
}

/** What TLS needs: certificate and host name are always checked. null: no TLS. */
export interface Tls {
  readonly rejectUnauthorized: true;
  readonly ca?: string;
}

/**
 * Whether and how a connection is encrypted: as the study says, else as the URL says, else verified unless the server is
 * this machine.
 * @param ca path of a file of certificates (PEM).
 * @throws IngestError if that file cannot be read, or does not go with the rest.
 */
export function tlsFor(
  host: string,
  {study, url, ca}: {readonly study?: "verify" | "off"; readonly url: "verify" | "off" | null; readonly ca?: string},
): Tls | null {
  const mode = study ?? url ?? (isThisMachine(host) && ca === undefined ? "off" : "verify");
  if (mode === "off") {
    if (ca === undefined) return null;
    throw new IngestError("source.ca", {
      what: "certificates are named, and TLS is off",
      fix: 'remove ca, or tls: "off"',
    });
  }
  return {rejectUnauthorized: true, ...(ca === undefined ? {} : {ca: readCa(ca)})};
}

function readCa(path: string): string {
  try {
    const text = readFileSync(path, "utf8");
    if (text.includes("-----BEGIN CERTIFICATE-----")) return text;
  } catch (error) {
    const found = (error as NodeJS.ErrnoException).code ?? "unknown";
    throw new IngestError("source.ca", {what: "the file cannot be read", found, fix: "check its path"});
  }
  throw new IngestError("source.ca", {what: "the file holds no certificate", fix: "give certificates in PEM form"});
}
