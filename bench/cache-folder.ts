import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";

/** The folder for what the bench installs: `agent-otel/bench` in the user's cache, by the XDG specification. */
export function cacheFolder({
  XDG_CACHE_HOME,
}: Readonly<Record<string, string | undefined>>): string {
  // The specification: a relative path is to be ignored.
  const isGiven = XDG_CACHE_HOME !== undefined && isAbsolute(XDG_CACHE_HOME);
  return join(isGiven ? XDG_CACHE_HOME : join(homedir(), ".cache"), "agent-otel", "bench");
}
