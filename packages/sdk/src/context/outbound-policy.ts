import { type Context, propagation } from "@opentelemetry/api";

import { type Host, createHostMatcher } from "./host-matcher.ts";

/** What an outgoing request to `host` hands on of `context`; undefined: nothing. */
export type OutboundPolicy = (context: Context, host: Host) => Context | undefined;

/** Patterns of hosts, as `AGENT_OTEL_BAGGAGE_ALLOW` has them. */
interface OutboundHosts {
  readonly baggageAllow: readonly string[];
  readonly traceContextDeny: readonly string[];
}

/**
 * Creates the rule of what leaves the process with a request. Baggage is what callers and the application put there:
 * often who the user is. So it goes to the hosts of `baggageAllow` only; no host, not even loopback, is allowed by
 * itself, since a gateway on loopback sends the headers on to a model's vendor. Hosts of `traceContextDeny` get
 * nothing at all.
 */
export function createOutboundPolicy({
  baggageAllow,
  traceContextDeny,
}: OutboundHosts): OutboundPolicy {
  const allowed = createHostMatcher(baggageAllow);
  const denied = createHostMatcher(traceContextDeny);
  return (context, host) => {
    if (denied?.(host) === true) return undefined;
    const keeps = propagation.getBaggage(context) === undefined || allowed?.(host) === true;
    return keeps ? context : propagation.deleteBaggage(context);
  };
}
