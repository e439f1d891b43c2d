import type { BinaryLike } from "node:crypto";

/** Gives a short fingerprint of a text: the same for the same text, and nothing that leads back to it without the key. */
export type Fingerprint = (text: string, digits: number) => string;

/**
 * Fingerprints by HMAC-SHA-256. A plain hash would tell whoever reads it which of the few thousand likely texts it was:
 * they need only be tried. With a key that nobody has, they cannot.
 *
 * @param key With it the fingerprints of several processes are the same. @default a random one, of this process alone
 */
export function createFingerprint(key?: string): Fingerprint {
  const crypto = process.getBuiltinModule("node:crypto");
  let secret: BinaryLike | undefined = key;
  return (text, digits) => {
    secret ??= randomKey();
    return crypto.createHmac("sha256", secret).update(text).digest("hex").slice(0, digits);
  };
}

/** One for all policies of the process, so that the same secret has the same token everywhere in its telemetry. */
function randomKey(): Buffer {
  processKey ??= process.getBuiltinModule("node:crypto").randomBytes(32);
  return processKey;
}

let processKey: Buffer | undefined;
