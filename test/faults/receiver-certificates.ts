import { generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import { isIP } from "node:net";

/** A private key and its certificate as PEM. */
export interface Identity {
  readonly key: string;
  readonly cert: string;
}

/** A certificate authority that lives in memory. */
export interface Authority {
  readonly cert: string;
  /** Issues a certificate for host names and IPv4 addresses. */
  issue(names: readonly string[], options?: { readonly expired?: boolean }): Identity;
}

const DAY_MS = 86_400_000;

/** Creates an authority (X.509 v3, ECDSA P-256), so that no private key lies in the tree and none expires there. */
export function createAuthority(name = "test authority"): Authority {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const certify = (parts: Omit<CertificateParts, "issuer" | "signer">): string =>
    certificate({ ...parts, issuer: name, signer: privateKey });
  const until = Date.now() + 30 * DAY_MS;
  return {
    cert: certify({ subject: name, publicKey, until, extensions: [authorityConstraint] }),
    issue: (names, { expired = false } = {}) => {
      const pair = generateKeyPairSync("ec", { namedCurve: "P-256" });
      const cert = certify({
        subject: names[0] ?? "nobody",
        publicKey: pair.publicKey,
        until: expired ? Date.now() - DAY_MS : until,
        extensions: [alternativeNames(names)],
      });
      return { key: pair.privateKey.export({ type: "pkcs8", format: "pem" }).toString(), cert };
    },
  };
}

interface CertificateParts {
  readonly subject: string;
  readonly issuer: string;
  readonly publicKey: KeyObject;
  readonly signer: KeyObject;
  readonly until: number;
  readonly extensions: readonly Buffer[];
}

function certificate({
  subject,
  issuer,
  publicKey,
  signer,
  until,
  extensions,
}: CertificateParts): string {
  const tbs = sequence(
    der(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    ecdsaWithSha256,
    commonName(issuer),
    sequence(utcTime(Date.now() - 60 * DAY_MS), utcTime(until)),
    commonName(subject),
    publicKey.export({ type: "spki", format: "der" }),
    der(0xa3, sequence(...extensions)),
  );
  const whole = sequence(tbs, ecdsaWithSha256, bitString(sign("sha256", tbs, signer)));
  const lines = whole.toString("base64").match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
}

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const length =
    content.length < 0x80
      ? [content.length]
      : content.length < 0x100
        ? [0x81, content.length]
        : [0x82, content.length >> 8, content.length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return der(0x30, ...parts);
}

function integer(bytes: Buffer): Buffer {
  return der(0x02, bytes);
}

function objectId(hex: string): Buffer {
  return der(0x06, Buffer.from(hex, "hex"));
}

function octets(content: Buffer): Buffer {
  return der(0x04, content);
}

function bitString(content: Buffer): Buffer {
  return der(0x03, Buffer.from([0]), content);
}

const ecdsaWithSha256 = sequence(objectId("2a8648ce3d040302"));

function commonName(name: string): Buffer {
  return sequence(der(0x31, sequence(objectId("550403"), der(0x0c, Buffer.from(name)))));
}

function utcTime(ms: number): Buffer {
  const digits = new Date(ms).toISOString().replaceAll(/[-:T]/g, "").slice(2, 14);
  return der(0x17, Buffer.from(`${digits}Z`));
}

const critical = der(0x01, Buffer.from([0xff]));

const authorityConstraint = sequence(
  objectId("551d13"),
  critical,
  octets(sequence(der(0x01, Buffer.from([0xff])))),
);

function alternativeNames(names: readonly string[]): Buffer {
  const entries = names.map((name) =>
    isIP(name) === 4
      ? der(0x87, Buffer.from(name.split(".").map(Number)))
      : der(0x82, Buffer.from(name)),
  );
  return sequence(objectId("551d11"), octets(sequence(...entries)));
}
