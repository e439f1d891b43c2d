import { join } from "node:path";
import { portVariables } from "../port-table.ts";
import { IMAGES } from "../programs.ts";
import type { Service } from "../programs.ts";
import { quickCommand } from "../run/command.ts";
import type { QuickResult } from "../run/command.ts";
import type { Environment, StackSettings } from "../settings.ts";

/** Time for an engine to answer; one that is starting may hang. */
const ENGINE_MS = 5_000;

/** Why Docker cannot be used, or undefined when an engine and Compose answer. */
export function whyNoDocker(env: Environment): string | undefined {
  const engine = quickCommand(
    "docker",
    ["version", "--format", "{{.Server.Version}}"],
    env,
    ENGINE_MS,
  );
  if (!engine.ok) return "no Docker engine answers";
  const compose = quickCommand("docker", ["compose", "version"], env, ENGINE_MS);
  return compose.ok ? undefined : "the Docker client has no `compose` command";
}

/** Images of these services that the engine does not have yet. */
export function missingImages(services: readonly Service[], env: Environment): readonly string[] {
  return services
    .map((service) => IMAGES[service])
    .filter((image) => !quickCommand("docker", ["image", "inspect", image], env, ENGINE_MS).ok);
}

/** Arguments for `docker` that run Compose on this instance's project. */
export function composeArguments(
  settings: Pick<StackSettings, "root" | "name">,
  args: readonly string[],
): readonly string[] {
  const file = join(settings.root, "deploy/compose/compose.yaml");
  return ["compose", "--project-name", `agent-otel-${settings.name}`, "--file", file, ...args];
}

/** The environment for Compose: the ports that it publishes on loopback. */
export function composeEnvironment(settings: StackSettings): Environment {
  return {
    ...settings.env,
    ...portVariables(settings.ports),
    AGENT_OTEL_STACK_DEBUG_VERBOSITY: settings.debugVerbosity,
    // Without its back end a pipeline ends in the debug exporter of dev.yaml: given a second time, it changes nothing.
    AGENT_OTEL_STACK_METRICS_CONFIG: settings.parts.includes("prometheus")
      ? "with-prometheus.yaml"
      : "dev.yaml",
    AGENT_OTEL_STACK_LOGS_CONFIG: settings.parts.includes("loki") ? "with-loki.yaml" : "dev.yaml",
  };
}

/** Id of a service's running container, or undefined. */
export function runningContainer(settings: StackSettings, service: Service): string | undefined {
  const args = composeArguments(settings, ["ps", "--quiet", "--status", "running", service]);
  const { ok, output }: QuickResult = quickCommand("docker", args, composeEnvironment(settings));
  return ok && output !== "" ? output.slice(0, 12) : undefined;
}
