import { createHash } from "node:crypto";
import {
  copyFileSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeOnce } from "./folder.ts";
import { pinned } from "./peers.ts";
import { run } from "./run.ts";

const repository = join(import.meta.dirname, "../..");
const PREFIX = "ours-";
/** So many builds of ours stay in the cache: enough to compare two branches, each with its own. */
const KEPT = 3;

/**
 * Builds and packs ours as it would be published and installs the tarballs with npm beside the same fastify,
 * API and openai that the peers get; gives the folder. The same build is installed once.
 */
export async function installOurs({
  cache,
  signal,
}: {
  readonly cache: string;
  readonly signal: AbortSignal;
}): Promise<string> {
  const tarballs = mkdtempSync(join(tmpdir(), "agent-otel-bench-"));
  try {
    await pack(tarballs, signal);
    const names = readdirSync(tarballs).toSorted();
    const hash = createHash("sha256");
    for (const name of names) hash.update(readFileSync(join(tarballs, name)));
    const folder = join(cache, `${PREFIX}${hash.digest("hex").slice(0, 16)}`);
    await makeOnce(folder, (cwd) => install(names, { tarballs, cwd, signal }));
    utimesSync(folder, new Date(), new Date());
    forgetOldBuilds(cache);
    return folder;
  } finally {
    rmSync(tarballs, { recursive: true, force: true });
  }
}

async function pack(destination: string, signal: AbortSignal): Promise<void> {
  const tsc = join(repository, "node_modules/.bin/tsc");
  await run([tsc, "-b", "packages/sdk"], { cwd: repository, signal });
  await Promise.all(
    ["semconv-genai", "sdk"].map((name) =>
      // npm's own pack would leave the workspace's version ranges in the manifest.
      run(["npx", "--yes", "pnpm@12.21.0", "pack", "--pack-destination", destination], {
        cwd: join(repository, "packages", name),
        signal,
      }),
    ),
  );
}

interface InstallOptions {
  readonly tarballs: string;
  readonly cwd: string;
  readonly signal: AbortSignal;
}

async function install(
  names: readonly string[],
  { tarballs, cwd, signal }: InstallOptions,
): Promise<void> {
  mkdirSync(join(cwd, "tarballs"));
  for (const name of names) copyFileSync(join(tarballs, name), join(cwd, "tarballs", name));
  writeFileSync(join(cwd, "package.json"), '{ "private": true }');
  const others = ["@opentelemetry/api", "fastify", "openai"].map(
    (name) => `${name}@${pinned(name)}`,
  );
  const files = names.map((name) => `./tarballs/${name}`);
  const quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  await run(["npm", "install", ...quiet, ...files, ...others], { cwd, signal });
}

function forgetOldBuilds(cache: string): void {
  const folders = globSync(`${PREFIX}*`, { cwd: cache }).map((name) => join(cache, name));
  const newestFirst = folders.toSorted((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  for (const folder of newestFirst.slice(KEPT)) rmSync(folder, { recursive: true, force: true });
}
