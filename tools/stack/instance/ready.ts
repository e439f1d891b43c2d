import type { StackPorts } from "../port-table.ts";
import type { Part } from "../programs.ts";
import { request } from "../run/http.ts";
import { accepts } from "../run/sockets.ts";

/**
 * Why a part is not ready, or undefined when it is: its doors are open and it answers.
 * An empty export request is harmless and tells that the Collector's OTLP receiver works.
 */
export async function whyNotReady(part: Part, ports: StackPorts): Promise<string | undefined> {
  return READY[part](ports);
}

const READY: Readonly<Record<Part, (ports: StackPorts) => Promise<string | undefined>>> = {
  collector: collectorReady,
  tempo: tempoReady,
  prometheus: async (ports) => answersOk(`http://127.0.0.1:${ports.prometheus}/-/ready`),
  loki: async (ports) => answersOk(`http://127.0.0.1:${ports.loki}/ready`),
};

async function collectorReady(ports: StackPorts): Promise<string | undefined> {
  const url = `http://127.0.0.1:${ports.otlpHttp}/v1/traces`;
  const { status, body } = await request(url, { json: {} });
  if (status !== 200) return `POST ${url} answers ${status === 0 ? body : status}`;
  return (await accepts(ports.otlpGrpc)) ? undefined : `port ${ports.otlpGrpc} is closed`;
}

async function tempoReady(ports: StackPorts): Promise<string | undefined> {
  const reason = await answersOk(`http://127.0.0.1:${ports.tempo}/ready`);
  if (reason !== undefined) return reason;
  return (await accepts(ports.tempoOtlpGrpc)) ? undefined : `port ${ports.tempoOtlpGrpc} is closed`;
}

async function answersOk(url: string): Promise<string | undefined> {
  const { status, body } = await request(url);
  if (status === 200) return undefined;
  return `GET ${url} answers ${status === 0 ? body : `${status} ${body.trim()}`}`;
}
