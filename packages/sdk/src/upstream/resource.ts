import { createRequire } from "node:module";
import type { Resource } from "@opentelemetry/resources";
import type { TelemetryConfig } from "../config/config.ts";

const require = createRequire(import.meta.url);

/** The resource of all signals: what the user gave over what was detected over the SDK's own name. */
export function createResource(
  config: TelemetryConfig,
  detected: Readonly<Record<string, string | number>>,
): Resource {
  const {
    resourceFromAttributes,
  }: typeof import("@opentelemetry/resources") = require("@opentelemetry/resources");
  const { SDK_INFO }: typeof import("@opentelemetry/core") = require("@opentelemetry/core");
  return resourceFromAttributes({ ...SDK_INFO, ...detected, ...config.resource });
}
