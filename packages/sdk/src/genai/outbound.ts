import { propagation } from "@opentelemetry/api";
import type { Context } from "@opentelemetry/api";
import type { OutboundPolicy } from "../context/outbound-policy.ts";
import type { Host } from "../context/host-matcher.ts";

/** Sets the rule of what leaves with what is sent here, for the whole process. */
export function setOutboundPolicy(policy: OutboundPolicy): void {
  current = policy;
}

/** What a message to this host hands on of the context; undefined: nothing. */
export function outboundContext(context: Context, host: Host): Context | undefined {
  return current(context, host);
}

/** Until it is told otherwise: the trace context, and no baggage. */
let current: OutboundPolicy = (context) => propagation.deleteBaggage(context);
