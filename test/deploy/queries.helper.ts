import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { ROOT } from "../../tools/stack/testing/fake-programs.ts";

/** A query of a dashboard or an alert, ready to be asked. */
export interface DeployedQuery {
  /** Dashboard and panel, or file and alert. */
  readonly where: string;
  readonly language: "promql" | "traceql" | "logql";
  /** Without variables. */
  readonly query: string;
  /** Labels that the legend shows. */
  readonly labels: readonly string[];
}

/** One panel as Grafana has it, as far as it matters here. */
export interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly datasource: { readonly type: string; readonly uid: string };
  readonly targets: readonly Target[];
}

interface Target {
  readonly refId: string;
  readonly datasource: { readonly type: string; readonly uid: string };
  readonly expr?: string;
  readonly query?: string;
  readonly legendFormat?: string;
}

/** A dashboard as Grafana has it, as far as it matters here. */
export interface Dashboard {
  readonly uid: string;
  readonly title: string;
  readonly id?: unknown;
  readonly panels: readonly Panel[];
  readonly templating: {
    readonly list: readonly {
      readonly name: string;
      readonly definition: string;
      readonly datasource: { readonly uid: string };
    }[];
  };
}

/** Every dashboard of deploy/grafana. */
export function readDashboards(): readonly Dashboard[] {
  const folder = join(ROOT, "deploy/grafana/dashboards");
  return readdirSync(folder).map((file): Dashboard =>
    JSON.parse(readFileSync(join(folder, file), "utf8")),
  );
}

/** Every query of every panel. */
export function panelQueries(): readonly DeployedQuery[] {
  return readDashboards().flatMap(({ title, panels }) =>
    panels.flatMap((panel) =>
      panel.targets.map(({ refId, datasource, expr, query, legendFormat = "" }) => ({
        where: `${title}: ${panel.title} ${refId}`,
        language: LANGUAGES[datasource.uid] ?? "promql",
        query: withoutVariables(expr ?? query ?? ""),
        labels: [...legendFormat.matchAll(/\{\{(\w+)\}\}/gu)].map(([, label = ""]) => label),
      })),
    ),
  );
}

/** Every expression of every rule; those of alerts without what they compare with, so that they have a value. */
export function ruleQueries(): readonly DeployedQuery[] {
  const folder = join(ROOT, "deploy/prometheus/rules");
  return readdirSync(folder).flatMap((file) => {
    const { groups }: RuleFile = parse(readFileSync(join(folder, file), "utf8"));
    return groups.flatMap(({ rules }) =>
      rules.map(({ alert, record, expr }) => ({
        where: `${file}: ${alert ?? record}`,
        language: "promql" as const,
        query: alert === undefined ? expr : expr.replaceAll(/ (?:>|==) [\d.e]+/gu, ""),
        labels: [],
      })),
    );
  });
}

interface RuleFile {
  readonly groups: readonly {
    readonly rules: readonly {
      readonly alert?: string;
      readonly record?: string;
      readonly expr: string;
    }[];
  }[];
}

const LANGUAGES: Readonly<Record<string, DeployedQuery["language"]>> = {
  prometheus: "promql",
  tempo: "traceql",
  loki: "logql",
};

function withoutVariables(text: string): string {
  return text
    .replaceAll("$__rate_interval", "2m")
    .replaceAll("$__range", "5m")
    .replaceAll(/\$(?:service|model|agent)\b/gu, ".+");
}
