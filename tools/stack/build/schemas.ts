import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { quickCommand } from "../run/command.ts";
import { withLock } from "../run/lock.ts";
import type { StackSettings } from "../settings.ts";
import { StackError } from "../stack-error.ts";
import type { BuildOptions } from "./build-program.ts";
import { goEnvironment, requireGo } from "./go.ts";

/** Schemas that a Go module carries, by which files of `deploy/` are checked. */
interface SchemaSource {
  readonly module: string;
  readonly version: string;
  /** Hash of the module's zip, as in a go.sum. */
  readonly sum: string;
  /** Files below the module, and their names here. */
  readonly files: Readonly<Record<string, string>>;
}

/** The custom resources of agentgateway, kgateway and the Gateway API, agentgateway's own configuration, Compose files. */
const SOURCES: readonly SchemaSource[] = [
  {
    module: "github.com/agentgateway/agentgateway",
    version: "v1.4.1",
    sum: "h1:1W5YhPZa4V3YA9GUiwlSqp1j+O7QrDfs8IEERErafHs=",
    files: {
      ...agentgatewayFiles(
        "agentgatewaybackends",
        "agentgatewayparameters",
        "agentgatewaypolicies",
      ),
      "schema/config.json": "agentgateway-standalone.json",
      // The names of its metrics.
      "crates/agentgateway/src/telemetry/metrics.rs": "agentgateway-metrics.rs",
    },
  },
  {
    module: "sigs.k8s.io/gateway-api",
    version: "v1.6.1",
    sum: "h1:mock6phZbI6rvZerwrVNk7hVNymQgHo+6sJ81Ia7ftY=",
    files: gatewayApiFiles("gatewayclasses", "gateways", "httproutes", "referencegrants"),
  },
  {
    // The newest that the module proxy has; 2.3 takes the same fields.
    module: "github.com/kgateway-dev/kgateway/v2",
    version: "v2.2.0",
    sum: "h1:0g/OevXOJVJCNl64Ph6s2C6+NI4uo0JgPN8+pcOyh/o=",
    files: {
      "install/helm/kgateway-crds/templates/gateway.kgateway.dev_listenerpolicies.yaml":
        "crds/listenerpolicies.yaml",
    },
  },
  {
    module: "github.com/compose-spec/compose-go/v2",
    version: "v2.9.0",
    sum: "h1:UHSv/QHlo6QJtrT4igF1rdORgIUhDo1gWuyJUoiNNIM=",
    files: { "schema/compose-spec.json": "compose-spec.json" },
  },
];

/** Time for one module to be fetched. */
const FETCH_MS = 300_000;

/** Where the schemas are kept: another set of sources is another folder. */
export function schemaFolder(settings: StackSettings): string {
  const hash = createHash("sha256").update(JSON.stringify(SOURCES)).digest("hex").slice(0, 12);
  return join(settings.cacheDir, "bin", `schemas-${hash}`);
}

/**
 * Fetches the schemas through the Go module proxy into the cache, each module against its hash.
 *
 * @throws {StackError} when Go is missing, a module cannot be had or is not the one that is expected
 */
export async function fetchSchemas(
  settings: StackSettings,
  { progress, signal }: BuildOptions,
): Promise<string> {
  const folder = schemaFolder(settings);
  if (existsSync(folder)) return folder;
  const env = goEnvironment(settings);
  requireGo(env, "the schemas", "AGENT_OTEL_STACK_KUBECTL_VALIDATE");
  const onWait = (): void => progress.step("schemas: waiting for another fetch of them");
  return withLock(join(settings.cacheDir, "build/schemas.lock"), { signal, onWait }, async () => {
    if (existsSync(folder)) return folder;
    const work = mkdtempSync(join(settings.cacheDir, "build", "schemas-"));
    try {
      for (const source of SOURCES) {
        progress.step(`schemas: fetching ${source.module} ${source.version}`);
        const from = fetchModule(source, env);
        signal.throwIfAborted();
        for (const [file, name] of Object.entries(source.files)) {
          const target = join(work, name);
          mkdirSync(dirname(target), { recursive: true });
          cpSync(join(from, file), target);
        }
      }
      progress.end();
      mkdirSync(dirname(folder), { recursive: true });
      renameSync(work, folder);
      progress.note(`schemas: ${folder} (fetched)`);
      return folder;
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  });
}

function fetchModule(
  { module, version, sum }: SchemaSource,
  env: ReturnType<typeof goEnvironment>,
): string {
  const { ok, output } = quickCommand(
    "go",
    ["mod", "download", "-json", `${module}@${version}`],
    { ...env, GOFLAGS: "-buildvcs=false -mod=mod", GO111MODULE: "on" },
    FETCH_MS,
  );
  const json = output.slice(output.indexOf("{"));
  if (!ok) throw new StackError(`schemas: ${module}@${version} could not be fetched:\n  ${output}`);
  const { Dir, Sum }: { Dir: string; Sum: string } = JSON.parse(json);
  if (Sum === sum) return Dir;
  throw new StackError(`schemas: ${module}@${version} has the hash ${Sum}, expected ${sum}.`);
}

function agentgatewayFiles(...kinds: readonly string[]): Record<string, string> {
  const folder = "controller/install/helm/agentgateway-crds/templates";
  return Object.fromEntries(
    kinds.map((kind) => [`${folder}/agentgateway.dev_${kind}.yaml`, `crds/${kind}.yaml`]),
  );
}

function gatewayApiFiles(...kinds: readonly string[]): Record<string, string> {
  const folder = "config/crd/standard";
  return Object.fromEntries(
    kinds.map((kind) => [`${folder}/gateway.networking.k8s.io_${kind}.yaml`, `crds/${kind}.yaml`]),
  );
}
