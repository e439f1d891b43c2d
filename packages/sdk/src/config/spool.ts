import { isAbsolute } from "node:path";
import type { Environment, EnvReader } from "../env/reader.ts";
import type { EngineName, SpoolConfig } from "./config.ts";

/**
 * Where batches wait on disk. Without a directory that was set, the one that systemd has created for the service's own
 * files counts: it belongs to the service's user, outlives its processes, and is a disk that the service may fill.
 */
export function readSpool(
  reader: EnvReader,
  { env, engine }: { readonly env: Environment; readonly engine: EngineName },
): SpoolConfig | undefined {
  const maxBytes = reader.integer("AGENT_OTEL_SPOOL_MAX_BYTES");
  const set = reader.text(DIRECTORY);
  if (set !== undefined && !isAbsolute(set)) {
    const used = "batches wait in memory";
    reader.report({ variable: DIRECTORY, expected: "an absolute path", found: set, used });
    return undefined;
  }
  if (engine === "upstream") {
    const expected = "no directory beside AGENT_OTEL_ENGINE=upstream, which has no spool";
    const used = "batches wait in memory";
    if (set !== undefined) reader.report({ variable: DIRECTORY, expected, used });
    return undefined;
  }
  const directory = set ?? findGiven(env);
  if (directory === undefined) return undefined;
  reader.settle(DIRECTORY, directory);
  return maxBytes === 0 ? undefined : { directory, maxBytes };
}

const DIRECTORY = "AGENT_OTEL_SPOOL_DIRECTORY";

/** See systemd.exec(5): absolute paths with colons between them. */
function findGiven({ CACHE_DIRECTORY, STATE_DIRECTORY }: Environment): string | undefined {
  const paths = [CACHE_DIRECTORY, STATE_DIRECTORY].map((list) => list?.split(":")[0] ?? "");
  return paths.find((path) => isAbsolute(path));
}
