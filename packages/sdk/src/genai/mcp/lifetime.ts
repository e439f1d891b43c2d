import { startMcpSession } from "@agent-otel/semconv-genai";
import type { McpSession } from "@agent-otel/semconv-genai";
import { noteOpenCall } from "../open-calls.ts";
import type { TransportInfo } from "./transport-info.ts";

/**
 * How long an MCP session lasts: from `initialize` to the end of its connection or of the process. Since 2026-07-28 MCP
 * has no sessions any more; connections without `initialize` are none.
 */
export class Lifetime {
  readonly #info: TransportInfo;
  #session: McpSession | undefined;
  #forget: (() => void) | undefined;

  constructor(info: TransportInfo) {
    this.#info = info;
  }

  begin(side: "client" | "server"): void {
    if (this.#session !== undefined) return;
    const { transport, carrier, server } = this.#info;
    const session = startMcpSession(side, {
      ...(transport === undefined ? {} : { "network.transport": transport }),
      ...(carrier === undefined ? {} : { "network.protocol.name": carrier }),
      ...(server === undefined
        ? {}
        : { "server.address": server.address, "server.port": server.port }),
    });
    this.#session = session;
    this.#forget = noteOpenCall(() => session.end());
  }

  negotiated(version: string): void {
    this.#session?.set({ "mcp.protocol.version": version });
  }

  end(): void {
    this.#forget?.();
    this.#session?.end();
  }
}
