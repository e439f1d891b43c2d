import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { StackSettings } from "../settings.ts";

/**
 * Puts Prometheus' configuration and rules into the folder of the instance, and beside them the addresses that it asks:
 * unlike the others Prometheus reads no environment variables, and finds both relative to its configuration.
 *
 * @returns path of the configuration
 */
export function preparePrometheus(
  configs: readonly string[],
  { stackDir, ports, parts }: StackSettings,
): string {
  const folder = join(stackDir, "prometheus");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const config of configs) {
    cpSync(config, join(folder, basename(config)));
    cpSync(join(dirname(config), "rules"), join(folder, "rules"), { recursive: true });
  }
  const targets = [
    ["otel-collector", ports.collectorMetrics],
    ["tempo", ports.tempo],
    ["prometheus", ports.prometheus],
    ...(parts.includes("loki") ? ([["loki", ports.loki]] as const) : []),
  ] as const;
  const groups = targets.map(([job, port]) => ({
    targets: [`127.0.0.1:${port}`],
    labels: { job },
  }));
  // JSON is YAML.
  writeFileSync(join(folder, "targets.yaml"), `${JSON.stringify(groups, undefined, 2)}\n`);
  return join(folder, basename(configs[0] ?? "prometheus.yaml"));
}
