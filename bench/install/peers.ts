import { createHash } from "node:crypto";
import { copyFileSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { makeOnce } from "./folder.ts";
import { run } from "./run.ts";

/** The folders below bench/peers: each is installed alone, as a user would have it. */
export type PeerFolder = "dd-trace" | "elastic" | "splunk" | "upstream";

const source = join(import.meta.dirname, "../peers");

/** Installs one folder of peers with npm, as its lockfile says, unless the cache has it; gives the place. */
export async function installPeers(
  name: PeerFolder,
  { cache, signal }: { readonly cache: string; readonly signal: AbortSignal },
): Promise<string> {
  const files = [
    join(source, ".npmrc"),
    join(source, name, "package.json"),
    join(source, name, "package-lock.json"),
  ];
  const hash = createHash("sha256");
  for (const file of files) hash.update(readFileSync(file));
  const folder = join(cache, `${name}-${hash.digest("hex").slice(0, 16)}`);
  await makeOnce(folder, async (cwd) => {
    for (const file of files) copyFileSync(file, join(cwd, basename(file)));
    await run(["npm", "ci", "--loglevel=error"], { cwd, signal });
  });
  return folder;
}

/** The version that upstream's manifest pins, for what the application beside ours is to have, too. */
export function pinned(name: string): string {
  const { dependencies }: { dependencies: Readonly<Record<string, string>> } = JSON.parse(
    readFileSync(join(source, "upstream/package.json"), "utf8"),
  );
  const version = dependencies[name];
  if (version === undefined) throw new Error(`bench/peers/upstream does not pin ${name}`);
  return version;
}
