import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createSecureServer } from "node:http2";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TLSSocket } from "node:tls";

/** A key and a certificate that signs itself. */
export interface KeyPair {
  readonly key: string;
  /** Path of the PEM file. */
  readonly certificate: string;
  remove(): void;
}

/** Why no key pairs can be made here, for a test's `skip`; false when they can. */
export function whyNoKeyPairs(): string | false {
  try {
    execFileSync("openssl", ["version"], { stdio: "ignore" });
    return false;
  } catch (error) {
    return `skipped: openssl cannot be run (${error instanceof Error ? error.message : String(error)})`;
  }
}

/** Makes a key pair for `subjects`, such as `IP:127.0.0.1,DNS:localhost`, in a temporary folder; valid for a day. */
export function makeKeyPair(subjects: string): KeyPair {
  const folder = mkdtempSync(join(tmpdir(), "agent-otel-key-"));
  const [key, certificate] = [join(folder, "key.pem"), join(folder, "certificate.pem")];
  const config = join(folder, "openssl.cnf");
  writeFileSync(
    config,
    `[req]\ndistinguished_name=name\nx509_extensions=more\n[name]\n[more]\nsubjectAltName=${subjects}\n`,
  );
  const kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  const files = ["-config", config, "-keyout", key, "-out", certificate];
  execFileSync("openssl", ["req", "-x509", ...kind, "-days", "1", "-subj", "/CN=test", ...files], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  return { key, certificate, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** A gRPC server over TLS that answers every call with an empty message. */
export interface GrpcServer {
  readonly port: number;
  /** The server name of each call's connection; false when the client sent none. */
  readonly serverNames: unknown[];
  /** The path of each call. */
  readonly calls: string[];
  close(): Promise<void>;
}

/** Starts the server on a free port of `host`. */
export async function startGrpcServer(
  { key, certificate }: KeyPair,
  host: string,
): Promise<GrpcServer> {
  const serverNames: GrpcServer["serverNames"] = [];
  const calls: string[] = [];
  const server = createSecureServer({ key: readFileSync(key), cert: readFileSync(certificate) });
  // A client that does not trust the certificate is what some tests want.
  server.on("sessionError", () => undefined);
  server.on("stream", (stream, headers) => {
    calls.push(String(headers[":path"]));
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the server speaks TLS alone
    serverNames.push((stream.session?.socket as TLSSocket | undefined)?.servername);
    stream.resume().once("end", () => {
      stream.respond({ "content-type": "application/grpc" }, { waitForTrailers: true });
      stream.once("wantTrailers", () => stream.sendTrailers({ "grpc-status": "0" }));
      stream.end(Buffer.alloc(5));
    });
  });
  const sessions = new Set<{ destroy(): void }>();
  server.on("session", (session) => {
    sessions.add(session);
    session.once("close", () => sessions.delete(session));
  });
  server.listen(0, host);
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no TCP address");
  return {
    port: address.port,
    serverNames,
    calls,
    close: async () => {
      for (const session of sessions) session.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
