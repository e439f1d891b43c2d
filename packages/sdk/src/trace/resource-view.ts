import { createRequire } from "node:module";
import type { Attributes } from "@opentelemetry/api";
import type { Resource } from "@opentelemetry/resources";

const require = createRequire(import.meta.url);

/** The resource as the pipeline holds it. Its attributes may be replaced while telemetry runs, when more is known. */
export interface ResourceSource {
  readonly attributes: Attributes;
  readonly schemaUrl?: string | undefined;
}

/**
 * Gives the resource as users' exporters expect it. Exporters group spans by the object, so it stays the same one as
 * long as the attributes do. `@opentelemetry/resources` is loaded by the first call.
 */
export function createResourceView(source: ResourceSource): () => Resource {
  let of: Attributes | undefined;
  let view: Resource | undefined;
  return () => {
    const { attributes, schemaUrl } = source;
    if (view !== undefined && attributes === of) return view;
    const upstream: typeof import("@opentelemetry/resources") = require("@opentelemetry/resources");
    const options = schemaUrl === undefined ? {} : { schemaUrl };
    of = attributes;
    return (view = upstream.resourceFromAttributes(attributes, options));
  };
}
