import { runningContainer } from "../find/docker.ts";
import { PORTS, portsOf } from "../port-table.ts";
import type { PortName, StackPorts } from "../port-table.ts";
import { IMAGES, PARTS } from "../programs.ts";
import type { Part } from "../programs.ts";
import { isRunning } from "../run/process-identity.ts";
import type { StackSettings } from "../settings.ts";
import { readState, startedParts } from "./state.ts";
import type { StackState } from "./state.ts";
import { whyNotReady } from "./ready.ts";

/** What is known of one part. */
interface PartStatus {
  readonly part: Part;
  /** `ended`: started by `up`, and gone without `down`. */
  readonly state: "running" | "stopped" | "ended";
  /** Whether it does its work. */
  readonly ready: boolean;
  /** Why it is running and not ready. */
  readonly reason?: string;
  readonly pid?: number;
  readonly container?: string;
  readonly version?: string;
  /** Path of the program, or name of the image. */
  readonly program?: string;
  /** How the program was found: variable, PATH, cache or docker. */
  readonly from?: string;
  readonly log?: string;
  /** Ports on 127.0.0.1. */
  readonly ports: Readonly<Partial<Record<PortName, number>>>;
}

/** What is known of a whole instance. */
export interface StackStatus {
  readonly name: string;
  /** Whether every part is ready. */
  readonly ready: boolean;
  readonly parts: readonly PartStatus[];
  /** Ports in use; those of the settings when nothing runs. */
  readonly ports: StackPorts;
  /** Whether Grafana runs beside them: only with Docker. */
  readonly grafana: boolean;
}

/** Looks at what runs and at what was asked for, without changing anything. */
export async function stackStatus(settings: StackSettings): Promise<StackStatus> {
  const state = readState(settings.stackDir);
  const started = state === undefined ? [] : startedParts(state);
  const wanted = PARTS.filter((part) => started.includes(part) || settings.parts.includes(part));
  const parts = await Promise.all(wanted.map(async (part) => partStatus(part, state, settings)));
  return {
    name: settings.name,
    ready: parts.every(({ ready }) => ready),
    parts,
    ports: state?.ports ?? settings.ports,
    grafana: state?.services.includes("grafana") ?? false,
  };
}

async function partStatus(
  part: Part,
  state: StackState | undefined,
  settings: StackSettings,
): Promise<PartStatus> {
  const ports = state?.ports ?? settings.ports;
  const stopped: PartStatus = {
    part,
    state: "stopped",
    ready: false,
    ports: Object.fromEntries(portsOf(part).map((name) => [name, ports[name]])),
  };
  if (state === undefined) return stopped;
  const found = state.services.includes(part)
    ? containerStatus(part, stopped, { ...settings, ports })
    : processStatus(part, stopped, state);
  if (found.state !== "running") return found;
  const reason = await whyNotReady(part, ports);
  return reason === undefined ? { ...found, ready: true } : { ...found, reason };
}

function processStatus(part: Part, base: PartStatus, state: StackState): PartStatus {
  const process = state.processes[part];
  if (process === undefined) return base;
  const { pid, version, file, from, log } = process;
  const known = { ...base, version, program: file, from, log };
  return isRunning(process) ? { ...known, state: "running", pid } : { ...known, state: "ended" };
}

function containerStatus(part: Part, base: PartStatus, settings: StackSettings): PartStatus {
  const container = runningContainer(settings, part);
  const known = { ...base, program: IMAGES[part], version: tag(IMAGES[part]), from: "docker" };
  return container === undefined
    ? { ...known, state: "ended" }
    : { ...known, state: "running", container };
}

function tag(image: string): string {
  return image.slice(image.lastIndexOf(":") + 1);
}

/** The status for people, one paragraph for each part. */
export function describeStatus(status: StackStatus): string {
  const lines = status.parts.flatMap((part) => [
    `${part.part}: ${headline(part)}`,
    ...(part.program === undefined ? [] : [`  ${part.program} (${part.from})`]),
    ...portsOf(part.part).map(
      (name) => `  127.0.0.1:${status.ports[name]}  ${PORTS[name].purpose}`,
    ),
    ...(part.log === undefined ? [] : [`  log: ${part.log}`]),
  ]);
  if (status.grafana) lines.push(`grafana: http://127.0.0.1:${status.ports.grafana}`);
  return lines.join("\n");
}

function headline({ state, ready, reason, pid, container, version }: PartStatus): string {
  if (state === "stopped") return "stopped";
  const words = [
    state === "ended" ? "ended by itself" : ready ? "running, ready" : `running, not ready`,
  ];
  if (version !== undefined) words.push(`version ${version}`);
  if (pid !== undefined) words.push(`pid ${pid}`);
  if (container !== undefined) words.push(`container ${container}`);
  if (reason !== undefined) words.push(`because ${reason}`);
  return words.join(", ");
}
