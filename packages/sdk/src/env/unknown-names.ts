import { nearest } from "./nearest.ts";
import type { Problem } from "./problem.ts";
import type { Environment } from "./reader.ts";
import { isVariableName, variables } from "./variables.ts";

/**
 * Names in the environment that look like settings of this SDK and are none: a misspelt one would otherwise
 * be a setting that silently has no effect. Names that OpenTelemetry gives other languages and tools, and
 * those that Kubernetes makes of a service called `otel-…`, are left alone.
 */
export function findUnknownNames(env: Environment): readonly Problem[] {
  const unknown = Object.keys(env).filter((name) => {
    return looksOurs(name) && !isVariableName(name) && !isServiceLink(name, env[name]);
  });
  const problems = unknown.flatMap((name) => describe(name) ?? []);
  if (problems.length <= MOST_PROBLEMS) return problems;
  return [
    ...problems.slice(0, MOST_PROBLEMS),
    {
      variable: "OTEL_*",
      expected: "names that docs/configuration.md lists",
      used: `${problems.length - MOST_PROBLEMS} more unknown names are ignored`,
    },
  ];
}

const MOST_PROBLEMS = 10;

function looksOurs(name: string): boolean {
  return /^(?:OTEL|OTLE|OETL|OTL|AGENT_OTEL|AGENTOTEL)_/i.test(name) && !others.test(name);
}

const others = new RegExp(
  [
    // Of other languages, and of tools around the Collector.
    "^OTEL_(?:PYTHON|JAVA|JAVAAGENT|DOTNET|GO|PHP|RUBY|CPP|RUST|ERLANG|ELIXIR|SWIFT|LAMBDA|COLLECTOR|OPERATOR)_",
    // What the Kubernetes operator adds.
    "^OTEL_(?:NODE_IP|POD_IP|RESOURCE_ATTRIBUTES_(?:POD|NODE)_\\w+)$",
  ].join("|"),
);

/** What Kubernetes and Docker links add for a service called otel-…. */
function isServiceLink(name: string, value: unknown): boolean {
  return (
    /_(?:SERVICE_HOST|SERVICE_PORT(?:_\w+)?|PORT_\d+_\w+)$/.test(name) ||
    (name.endsWith("_PORT") && /^(?:tcp|udp|sctp):\/\//.test(String(value)))
  );
}

function describe(name: string): Problem | undefined {
  const meant = renamed[name] ?? nearest(name.toUpperCase().slice(0, LONGEST_NAME), known);
  if (meant !== undefined) {
    return { variable: name, expected: `the name ${meant}`, used: "it is ignored" };
  }
  // A name that is only nearly ours, and near none of ours, is somebody else's.
  if (!/^(?:AGENT_)?OTEL_/.test(name)) return undefined;
  return {
    variable: name,
    expected: "a name that docs/configuration.md lists",
    used: "it is ignored",
  };
}

const LONGEST_NAME = 80;
const known = Object.keys(variables);

/** Names of earlier versions of the specification or of OpenTelemetry JS. */
const renamed: Readonly<Record<string, string>> = {
  OTEL_EXPERIMENTAL_CONFIG_FILE: "OTEL_CONFIG_FILE",
  OTEL_EXPORTER_OTLP_METRIC_INSECURE: "OTEL_EXPORTER_OTLP_METRICS_INSECURE",
  OTEL_EXPORTER_OTLP_SPAN_INSECURE: "OTEL_EXPORTER_OTLP_TRACES_INSECURE",
  OTEL_SPAN_ATTRIBUTE_PER_EVENT_COUNT_LIMIT: "OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT",
  OTEL_SPAN_ATTRIBUTE_PER_LINK_COUNT_LIMIT: "OTEL_LINK_ATTRIBUTE_COUNT_LIMIT",
};
