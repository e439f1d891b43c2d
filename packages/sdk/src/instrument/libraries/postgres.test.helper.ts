import { execFile, spawn } from "node:child_process";
import { chownSync, globSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const exec = promisify(execFile);

/** Where PostgreSQL's programs are, and as whom they are run. */
export interface PostgresPrograms {
  readonly folder: string;
  /** The server refuses to run as root. */
  readonly user: { readonly uid?: number; readonly gid?: number };
}

/** Finds a PostgreSQL server as Debian installs it; undefined when there is none that could be run. */
export async function postgresPrograms(): Promise<PostgresPrograms | undefined> {
  const [initdb] = globSync("/usr/lib/postgresql/*/bin/initdb");
  if (initdb === undefined) return undefined;
  const folder = join(initdb, "..");
  if (process.getuid?.() !== 0) return { folder, user: {} };
  try {
    const [uid, gid] = await Promise.all(
      ["-u", "-g"].map((flag) => exec("id", [flag, "postgres"])),
    );
    return { folder, user: { uid: Number(uid?.stdout), gid: Number(gid?.stdout) } };
  } catch {
    // There is no such user: root has nobody to run it as.
    return undefined;
  }
}

/** A running server. */
export interface Postgres {
  /** The folder of its socket, which is its `host`; the user is `postgres`. */
  readonly socket: string;
  stop(): Promise<void>;
}

/** Starts a server on a socket in a new folder. */
export async function startPostgres({ folder, user }: PostgresPrograms): Promise<Postgres> {
  const home = mkdtempSync(join(tmpdir(), "postgres-"));
  if (user.uid !== undefined && user.gid !== undefined) chownSync(home, user.uid, user.gid);
  const data = join(home, "data");
  const initdb = ["-D", data, "-U", "postgres", "--auth=trust", "--no-sync"];
  await exec(join(folder, "initdb"), initdb, { ...user, cwd: home });
  const server = spawn(
    join(folder, "postgres"),
    ["-D", data, "-k", home, "-c", "listen_addresses=", "-c", "fsync=off"],
    { ...user, cwd: home, stdio: ["ignore", "ignore", "pipe"] },
  );
  await new Promise<void>((resolve, reject) => {
    let text = "";
    server.once("exit", () => {
      reject(new Error(text));
    });
    server.stderr.on("data", (chunk: Buffer) => {
      text += String(chunk);
      if (text.includes("ready to accept connections")) resolve();
    });
  });
  return {
    socket: home,
    stop: async () => {
      const exit = new Promise((resolve) => void server.once("exit", resolve));
      server.kill("SIGQUIT");
      await exit;
      rmSync(home, { recursive: true, force: true });
    },
  };
}
