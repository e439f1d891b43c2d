import { type Context, createContextKey } from "@opentelemetry/api";

/**
 * What the instrumentations of web frameworks (express, koa, hapi, restify, …) know of the HTTP request that they are
 * in: they put the route there that they have found. The shape and the key are those of `@opentelemetry/core`; keys
 * with one description are one symbol, so core itself, 88 modules, need not be loaded for it.
 */
export interface RpcMetadata {
  readonly type: "http";
  route: string | undefined;
}

const RPC_METADATA = createContextKey("OpenTelemetry SDK Context Key RPC_METADATA");

/** A context in which frameworks find `metadata`. */
export function withRpcMetadata(context: Context, metadata: RpcMetadata): Context {
  return context.setValue(RPC_METADATA, metadata);
}
