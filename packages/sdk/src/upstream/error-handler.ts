import { createRequire } from "node:module";
import { diag } from "@opentelemetry/api";
import type { Report } from "../report.ts";

const require = createRequire(import.meta.url);

/**
 * Upstream hands errors of its background work to a global handler, whose default prints a stack. Failed
 * exports come this way a second time after the export watch has counted and reported them.
 */
export function handleUpstreamErrors(report: Report): void {
  const {
    setGlobalErrorHandler,
  }: typeof import("@opentelemetry/core") = require("@opentelemetry/core");
  setGlobalErrorHandler((error) => {
    if (report.knows(error) || isFailedMetricExport(error))
      diag.debug("background export failed", error);
    else report.warn(`the telemetry pipeline met an error: ${firstLine(error)}`);
  });
}

/** The metric reader wraps the exporter's error in one of its own, without a cause. */
function isFailedMetricExport(error: unknown): boolean {
  return (
    error instanceof Error &&
    error.message.startsWith("PeriodicExportingMetricReader: metrics export failed")
  );
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return text.split("\n", 1)[0]?.slice(0, 200) ?? "";
}
