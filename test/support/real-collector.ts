import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { childEnvironment } from "../../tools/stack/find/inspect.ts";
import { findStack } from "../../tools/stack/find/find.ts";
import { readSettings, type StackSettings } from "../../tools/stack/settings.ts";
import { ROOT } from "../../tools/stack/testing/fake-programs.ts";
import type { Certificates } from "./certificates.ts";
import { freePort } from "./free-port.ts";

/** A real Collector that takes OTLP over TLS alone and hands on what it gets. */
export interface RealCollector {
  /** The endpoints of receivers that ask for no certificate, and of those that demand one. */
  readonly tls: Endpoints;
  readonly mutualTls: Endpoints;
  /** What it has written so far. */
  readonly log: readonly string[];
  close(): Promise<void>;
}

export interface Endpoints {
  readonly http: string;
  readonly grpc: string;
}

/** Why no real Collector can be run here, for a test's `skip`; undefined when it can. */
export function whyNoCollector(): string | undefined {
  return collectorFile() === undefined
    ? "skipped: no Collector at hand (pnpm stack build makes one)"
    : undefined;
}

/** Starts a Collector on free ports that sends everything to `target`, an OTLP/HTTP receiver. */
export async function startRealCollector(
  certificates: Certificates,
  target: string,
): Promise<RealCollector> {
  const tls = { http: await freePort(), grpc: await freePort() };
  const mutualTls = { http: await freePort(), grpc: await freePort() };
  const config = join(certificates.folder, "collector.yaml");
  const receivers = {
    "otlp/tls": tlsReceiver(certificates, tls, false),
    "otlp/mutual": tlsReceiver(certificates, mutualTls, true),
  };
  // JSON is YAML.
  writeFileSync(config, JSON.stringify(configuration(receivers, target)));
  const child = spawn(collectorFile() ?? "", ["--config", config], {
    env: childEnvironment(settings()),
    stdio: ["ignore", "ignore", "pipe"],
  });
  const log: string[] = [];
  const ended = once(child, "close");
  await new Promise<void>((resolve, reject) => {
    createInterface({ input: child.stderr }).on("line", (line) => {
      log.push(line);
      if (line.includes("Everything is ready")) resolve();
    });
    const fail = (): void => reject(new Error(`the Collector ended:\n${log.join("\n")}`));
    ended.then(fail, reject);
  });
  return {
    tls: endpoints(tls),
    mutualTls: endpoints(mutualTls),
    log,
    close: async () => {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

interface Ports {
  readonly http: number;
  readonly grpc: number;
}

function endpoints({ http, grpc }: Ports): Endpoints {
  return { http: `https://localhost:${http}`, grpc: `https://localhost:${grpc}` };
}

function settings(): StackSettings {
  const result = readSettings(process.env, ROOT);
  if ("problems" in result) throw new Error(result.problems.join("\n"));
  return result.settings;
}

function collectorFile(): string | undefined {
  return findStack(settings()).programs.collector?.file;
}

function tlsReceiver(
  { server, authority }: Certificates,
  { http, grpc }: Ports,
  clientCertificate: boolean,
): object {
  const tls = {
    cert_file: server.certificate,
    key_file: server.key,
    ...(clientCertificate && { client_ca_file: authority }),
  };
  const at = (port: number): object => ({ endpoint: `127.0.0.1:${port}`, tls });
  return { protocols: { http: at(http), grpc: at(grpc) } };
}

function configuration(receivers: Readonly<Record<string, object>>, target: string): object {
  const pipeline = { receivers: Object.keys(receivers), exporters: ["otlp_http"] };
  return {
    receivers,
    exporters: { otlp_http: { endpoint: target, sending_queue: { enabled: false } } },
    service: {
      telemetry: { metrics: { level: "none" } },
      pipelines: { traces: pipeline, metrics: pipeline, logs: pipeline },
    },
  };
}
