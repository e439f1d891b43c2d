import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Paths of PEM files, made for one test file. */
export interface Certificates {
  /** Signs the server's and the client's. */
  readonly authority: string;
  /** An authority that signs nothing here. */
  readonly otherAuthority: string;
  /** For `localhost` and 127.0.0.1. */
  readonly server: KeyPair;
  /** The subject is {@link CLIENT_NAME}. */
  readonly client: KeyPair;
  /** A file that is no certificate. */
  readonly noCertificate: string;
  readonly folder: string;
  remove(): void;
}

export interface KeyPair {
  readonly key: string;
  readonly certificate: string;
}

/** Common name in the client's certificate. */
export const CLIENT_NAME = "agent-otel-test-client";

/** Why no certificates can be made here, for a test's `skip`; undefined when they can. */
export function whyNoCertificates(): string | undefined {
  try {
    openssl(["version"]);
    return undefined;
  } catch (error) {
    return `skipped: openssl cannot be run (${error instanceof Error ? error.message : String(error)})`;
  }
}

/** Makes two authorities, a server's and a client's certificate in a temporary folder; valid for a day. */
export function makeCertificates(): Certificates {
  const folder = mkdtempSync(join(tmpdir(), "agent-otel-certificates-"));
  const authority = makeAuthority(folder, "authority");
  const otherAuthority = makeAuthority(folder, "other-authority");
  const noCertificate = join(folder, "no-certificate.pem");
  writeFileSync(noCertificate, "this is no certificate\n");
  return {
    authority: authority.certificate,
    otherAuthority: otherAuthority.certificate,
    server: issue(folder, authority, {
      name: "server",
      commonName: "localhost",
      extensions: "subjectAltName=DNS:localhost,IP:127.0.0.1\nextendedKeyUsage=serverAuth\n",
    }),
    client: issue(folder, authority, {
      name: "client",
      commonName: CLIENT_NAME,
      extensions: "extendedKeyUsage=clientAuth\n",
    }),
    noCertificate,
    folder,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];

function makeAuthority(folder: string, name: string): KeyPair {
  const pair = { key: join(folder, `${name}.key`), certificate: join(folder, `${name}.pem`) };
  const files = ["-keyout", pair.key, "-out", pair.certificate];
  openssl(["req", "-x509", ...newKey, "-days", "1", "-subj", `/CN=${name}`, ...files]);
  return pair;
}

interface Subject {
  readonly name: string;
  readonly commonName: string;
  /** Lines of an extension file of openssl. */
  readonly extensions: string;
}

function issue(folder: string, authority: KeyPair, subject: Subject): KeyPair {
  const file = (ending: string): string => join(folder, `${subject.name}.${ending}`);
  const pair = { key: file("key"), certificate: file("pem") };
  const request = ["-keyout", pair.key, "-out", file("csr")];
  openssl(["req", "-new", ...newKey, "-subj", `/CN=${subject.commonName}`, ...request]);
  writeFileSync(file("ext"), subject.extensions);
  const signer = ["-CA", authority.certificate, "-CAkey", authority.key, "-CAcreateserial"];
  const files = ["-in", file("csr"), "-extfile", file("ext"), "-out", pair.certificate];
  openssl(["x509", "-req", "-days", "1", ...signer, ...files]);
  return pair;
}

function openssl(args: readonly string[]): void {
  execFileSync("openssl", args, { stdio: ["ignore", "ignore", "pipe"] });
}
