/** The wish for a port. */
export interface PortRequest {
  /** The option that sets it, for messages, such as `--http-port`. */
  option: string;
  /** 0 takes any free port. */
  port: number;
  /** Chosen by the user: then no other will do. */
  explicit: boolean;
  /** Ports that others will want. */
  reserved?: readonly number[];
}

/** A port that cannot be had; the message names the option and the remedy. */
export class PortError extends Error {
  override name = "PortError";
}

/**
 * Listens on the wanted port or, unless it was chosen by the user, on the next free one of the 100 after it.
 * `listen` returns the bound port and rejects with a system error code. Throws {@link PortError}.
 */
export async function choosePort(
  { option, port, explicit, reserved = [] }: PortRequest,
  listen: (port: number) => Promise<number>,
): Promise<number> {
  const last = explicit || port === 0 ? port : Math.min(port + attempts, 65_535);
  for (let candidate = port; candidate <= last; candidate++) {
    if (candidate !== port && reserved.includes(candidate)) continue;
    try {
      // oxlint-disable-next-line no-await-in-loop -- one port after the other is the point
      return await listen(candidate);
    } catch (cause) {
      if (!isTaken(cause) || candidate === last) throw explain(option, candidate, cause);
    }
  }
  throw new PortError(`${option}: no free port between ${port} and ${last}`);
}

const attempts = 100;

function isTaken(cause: unknown): boolean {
  return errorCode(cause) === "EADDRINUSE";
}

function explain(option: string, port: number, cause: unknown): PortError {
  const code = errorCode(cause);
  const remedy = remedies[code ?? ""] ?? (cause instanceof Error ? cause.message : String(cause));
  return new PortError(`${option} ${port}: ${remedy}`, { cause });
}

const remedies: Readonly<Record<string, string>> = {
  EADDRINUSE:
    "another program listens there. Stop it, choose another port, or give 0 for any free one.",
  EACCES: "this user may not listen there. Choose a port of 1024 or more.",
  EADDRNOTAVAIL: "--host is not an address of this machine.",
  ENOTFOUND: "--host is not an address of this machine.",
};

function errorCode(cause: unknown): string | undefined {
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  return typeof code === "string" ? code : undefined;
}
