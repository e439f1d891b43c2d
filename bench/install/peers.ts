import { createHash } from "node:crypto";
import { copyFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { makeOnce } from "./folder.ts";
import { run } from "./run.ts";

const source = join(import.meta.dirname, "../peers");
const manifests = ["package.json", "package-lock.json", ".npmrc"] as const;

/** Installs the peers with npm, as their lockfile says, unless the cache has them; gives the folder. */
export async function installPeers(cache: string, signal: AbortSignal): Promise<string> {
  const hash = createHash("sha256");
  for (const name of manifests) hash.update(readFileSync(join(source, name)));
  const folder = join(cache, hash.digest("hex").slice(0, 16));
  await makeOnce(folder, async (cwd) => {
    for (const name of manifests) copyFileSync(join(source, name), join(cwd, name));
    await run(["npm", "ci", "--loglevel=error"], { cwd, signal });
  });
  return folder;
}

/** What the peers' manifest pins, for an application that is to be the same beside ours. */
export function pinned(name: string): string {
  const { dependencies }: { dependencies: Readonly<Record<string, string>> } = JSON.parse(
    readFileSync(join(source, "package.json"), "utf8"),
  );
  const version = dependencies[name];
  if (version === undefined) throw new Error(`bench/peers/package.json does not pin ${name}`);
  return version;
}
