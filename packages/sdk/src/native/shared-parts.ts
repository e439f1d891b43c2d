import type { Resource } from "@opentelemetry/resources";
import type { TelemetryComponents } from "../components.ts";
import type { ContentPolicy } from "../content-policy/content-policy.ts";
import type { Report } from "../report.ts";
import type { Outlets } from "./outlets.ts";

/** What the pipelines of all signals share. */
export interface SharedParts {
  readonly resource: Resource;
  readonly outlets: Outlets;
  readonly report: Report;
  readonly components: TelemetryComponents;
  readonly contentPolicy: ContentPolicy;
}
