import type { Attributes } from "@opentelemetry/api";
import { SDK_INFO } from "@opentelemetry/core";
import type { RawResourceAttribute, Resource } from "@opentelemetry/resources";
import {
  ATTR_TELEMETRY_SDK_LANGUAGE,
  ATTR_TELEMETRY_SDK_NAME,
  ATTR_TELEMETRY_SDK_VERSION,
} from "@opentelemetry/semantic-conventions";
import type { TelemetryConfig } from "../config/config.ts";
import type { DetectedResource } from "./detect.ts";

/**
 * The resource of all signals: what the user gave over what was detected over what OpenTelemetry says of itself.
 * What a detector finds out later is in it from then on. Upstream's own resources with late attributes make each
 * export wait for them; this one never does.
 */
export function createResource(
  config: Pick<TelemetryConfig, "resource">,
  detected: DetectedResource,
): Resource {
  const sdk = {
    [ATTR_TELEMETRY_SDK_NAME]: SDK_INFO[ATTR_TELEMETRY_SDK_NAME],
    [ATTR_TELEMETRY_SDK_LANGUAGE]: SDK_INFO[ATTR_TELEMETRY_SDK_LANGUAGE],
    [ATTR_TELEMETRY_SDK_VERSION]: SDK_INFO[ATTR_TELEMETRY_SDK_VERSION],
  };
  let seen: unknown;
  let attributes: Attributes = {};
  return new LiveResource(() => {
    const known = detected.attributes();
    if (known !== seen) {
      seen = known;
      attributes = { ...sdk, ...copy(known), ...config.resource };
    }
    return attributes;
  });
}

/** Upstream's types want lists that may be written to. */
function copy(known: ReturnType<DetectedResource["attributes"]>): Attributes {
  const entries = Object.entries(known).map(([key, value]) => [
    key,
    typeof value === "object" ? [...value] : value,
  ]);
  return Object.fromEntries(entries);
}

/** A resource whose attributes are asked for each time. */
class LiveResource implements Resource {
  readonly #read: () => Attributes;
  readonly schemaUrl?: string;
  /** Never: batches are sent with what is known. */
  readonly asyncAttributesPending = false;

  constructor(read: () => Attributes, schemaUrl?: string) {
    this.#read = read;
    if (schemaUrl !== undefined) this.schemaUrl = schemaUrl;
  }

  get attributes(): Attributes {
    return this.#read();
  }

  getRawAttributes(): RawResourceAttribute[] {
    return Object.entries(this.attributes);
  }

  /** As of upstream's resources the other one wins; the result is alive in both. */
  merge(other: Resource | null): Resource {
    if (other === null) return this;
    // Its late attributes are there when they have come; to ask it for its attributes before would be an error.
    void other.waitForAsyncAttributes?.();
    return new LiveResource(
      () => ({ ...this.attributes, ...settledAttributes(other) }),
      other.schemaUrl ?? this.schemaUrl,
    );
  }
}

/** The first of several values of a key counts, as upstream has it. */
function settledAttributes(resource: Resource): Attributes {
  const settled = resource
    .getRawAttributes()
    .filter(([, value]) => value !== undefined && !isPromise(value));
  return Object.fromEntries(settled.toReversed());
}

function isPromise(value: RawResourceAttribute[1]): boolean {
  return typeof value === "object" && value !== null && "then" in value;
}
