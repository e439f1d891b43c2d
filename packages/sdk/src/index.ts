export type { TelemetryComponents } from "./components.ts";
export type {
  BatchConfig,
  BatchedSignalConfig,
  ExporterConfig,
  MetricsConfig,
  OtlpConfig,
  SamplerConfig,
  TelemetryConfig,
  TlsFiles,
} from "./config/config.ts";
export type { ContentConfig } from "./config/content-config.ts";
export type { ConfigOptions } from "./config/options.ts";
export { type ConfigResult, readConfig } from "./config/read-config.ts";
export type { Content, ContentHook } from "./content-policy/rewrite-content.ts";
export { type CarriedContext, carryContext, continueContext } from "./context/carried.ts";
export { contextEnvironment } from "./context/environment.ts";
export type { Problem } from "./env/problem.ts";
export type { DropFigures, LedgerFigures, SignalFigures } from "./export/ledger.ts";
export type { FlushOptions } from "./lifecycle.ts";
export type { CoverageStatus, PackageCoverage } from "./instrument/coverage/coverage.ts";
export { startTelemetry, type Telemetry, type TelemetryOptions } from "./start.ts";
