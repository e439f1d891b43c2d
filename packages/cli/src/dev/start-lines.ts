import { isLoopback } from "../backend/loopback.ts";
import type { Style } from "../view/render.ts";
import type { DevOptions } from "./options.ts";

/** What {@link startLines} tells about. */
export interface StartFacts extends DevOptions {
  /** The ports that were bound. */
  bound: Readonly<Record<"grpc" | "http" | "tempo", number>>;
  style: Style;
}

/** The first lines of `agent-otel dev`: what listens where, which ports were not free, and what to set. */
export function startLines({ command, host, ports, bound, style }: StartFacts): string[] {
  const url = (port: number): string => `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
  const moved = Object.values(ports).flatMap(({ port, option }, index) => {
    const now = [bound.grpc, bound.http, bound.tempo][index];
    if (port === now || port === 0) return [];
    return [`  port ${port} is taken, so it is ${now} instead (${option} chooses another)`];
  });
  const hint =
    command.length > 0
      ? []
      : [
          `  set   OTEL_EXPORTER_OTLP_ENDPOINT=${url(bound.http)} OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf`,
          "  end   Ctrl-C",
        ];
  const open = isLoopback(host)
    ? []
    : [
        `  ${host} is not a loopback address: other machines can write and read here, without a password`,
      ];
  return [
    `${style("green", "●")} ${style("bold", "agent-otel dev")} receives traces, metrics and logs`,
    `  OTLP/HTTP  ${url(bound.http)}`,
    `  OTLP/gRPC  ${url(bound.grpc)}`,
    `  Tempo API  ${url(bound.tempo)}`,
    ...moved.map((line) => style("yellow", line)),
    ...open.map((line) => style("yellow", line)),
    ...hint,
  ];
}
