import { readFile } from "node:fs/promises";
import { parseEnv } from "node:util";

/** What `npm start` must know of the backend's configuration. */
export interface Settings {
  /** Where to reach the backend. */
  host: string;
  /** 0: any free port; undefined: not a port, of which the backend itself will tell. */
  port: number | undefined;
  /** Where the user sends telemetry; undefined: to the embedded back end. */
  endpoint: string | undefined;
}

/** Reads them as the backend does: the environment first, then its `.env` file; an empty value is unset. */
export async function readSettings(env: NodeJS.ProcessEnv, envFile: string): Promise<Settings> {
  const file = parseEnv(await readIfThere(envFile));
  const read = (name: string): string | undefined => {
    const value = env[name]?.trim() || file[name]?.trim();
    return value === "" ? undefined : value;
  };
  const port = read("PORT") ?? "3010";
  return {
    host: reachable(read("HOST") ?? "127.0.0.1"),
    port: /^\d{1,5}$/.test(port) && Number(port) < 65_536 ? Number(port) : undefined,
    endpoint: read("OTEL_EXPORTER_OTLP_ENDPOINT"),
  };
}

async function readIfThere(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch {
    // Absent is fine, and an unreadable one is named by the backend, which reads it too.
    return "";
  }
}

/** "Every address" is no address to connect to. */
function reachable(host: string): string {
  if (host === "0.0.0.0") return "127.0.0.1";
  if (host === "::") return "[::1]";
  return host.includes(":") ? `[${host}]` : host;
}
