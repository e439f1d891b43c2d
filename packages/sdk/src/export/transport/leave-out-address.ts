import { createRequire } from "node:module";
import type { PeerCertificate } from "node:tls";

const require = createRequire(import.meta.url);

/**
 * grpc-js names the host in the TLS handshake even when that is an IP address, which RFC 6066 forbids and Node 26
 * refuses. Takes the name out of what a connection is made with, as `node:https` does it, and has the certificate
 * verified for the address. Options that are none, or name no address, stay as they are.
 */
export function leaveOutAddress(options: unknown): void {
  if (typeof options !== "object" || options === null) return;
  const address: unknown = Reflect.get(options, "servername");
  const { isIP }: typeof import("node:net") = require("node:net");
  if (typeof address !== "string" || isIP(address) === 0) return;
  const tls: typeof import("node:tls") = require("node:tls");
  Object.assign(options, {
    servername: "",
    checkServerIdentity: (_: string, certificate: PeerCertificate) =>
      tls.checkServerIdentity(address, certificate),
  });
}
