import { availableParallelism } from "node:os";

import type { BatchObservableResult, Meter, MetricOptions, Observable } from "@opentelemetry/api";

import { type RuntimeMeter, observeTogether, oncePerSecond } from "../observation.ts";
import { readProc } from "./proc.ts";

/**
 * Measures the process: its time on the CPUs, memory, context switches, page faults and age; on Linux also its threads,
 * open files and traffic with storage. `process.network.io` is left out: `/proc/self/net` is of the whole network namespace.
 * https://opentelemetry.io/docs/specs/semconv/system/process-metrics/
 */
export function observeProcess(runtime: RuntimeMeter): () => void {
  const { meter } = runtime;
  const instruments = createInstruments(meter);
  const utilization = oncePerSecond(createUtilization());
  return observeTogether(runtime, Object.values(instruments), (result) => {
    const usage = process.resourceUsage();
    const { user, system } = utilization();
    for (const [mode, time, share] of [
      ["user", usage.userCPUTime, user],
      ["system", usage.systemCPUTime, system],
    ] as const) {
      result.observe(instruments.cpuTime, time / 1e6, { "cpu.mode": mode });
      if (share !== undefined) result.observe(instruments.cpuShare, share, { "cpu.mode": mode });
    }
    result.observe(instruments.memory, process.memoryUsage.rss());
    result.observe(instruments.uptime, process.uptime());
    observeSwitches(instruments, usage, result);
    observeProc(instruments, result);
  });
}

type Instruments = Readonly<
  Record<
    | "cpuShare"
    | "cpuTime"
    | "disk"
    | "faults"
    | "files"
    | "memory"
    | "switches"
    | "threads"
    | "uptime"
    | "virtualMemory",
    Observable
  >
>;

function createInstruments(meter: Meter): Instruments {
  return {
    cpuTime: meter.createObservableCounter(
      "process.cpu.time",
      told("Total CPU seconds broken down by different CPU modes.", "s"),
    ),
    cpuShare: meter.createObservableGauge(
      "process.cpu.utilization",
      told("CPU time since the last measurement, of all CPUs available to the process.", "1"),
    ),
    memory: meter.createObservableUpDownCounter(
      "process.memory.usage",
      told("The amount of physical memory in use.", "By"),
    ),
    virtualMemory: meter.createObservableUpDownCounter(
      "process.memory.virtual",
      told("The amount of committed virtual memory.", "By"),
    ),
    threads: meter.createObservableUpDownCounter(
      "process.thread.count",
      told("Process threads count.", "{thread}"),
    ),
    disk: meter.createObservableCounter("process.disk.io", told("Disk bytes transferred.", "By")),
    uptime: meter.createObservableGauge(
      "process.uptime",
      told("The time the process has been running.", "s"),
    ),
    switches: meter.createObservableCounter(
      "process.context_switches",
      told("Number of times the process has been context switched.", "{context_switch}"),
    ),
    faults: meter.createObservableCounter(
      "process.paging.faults",
      told("Number of page faults the process has made.", "{fault}"),
    ),
    files: meter.createObservableUpDownCounter(
      "process.unix.file_descriptor.count",
      told("Number of UNIX file descriptors in use by the process.", "{file_descriptor}"),
    ),
  };
}

function told(description: string, unit: string): MetricOptions {
  return { description, unit };
}

interface Utilization {
  /** Undefined before any time has passed. */
  readonly user: number | undefined;
  readonly system: number | undefined;
}

function createUtilization(): () => Utilization {
  let last = process.cpuUsage();
  let lastAt = performance.now();
  return () => {
    const now = performance.now();
    const spent = process.cpuUsage(last);
    const available = (now - lastAt) * 1000 * availableParallelism();
    last = process.cpuUsage();
    lastAt = now;
    const share = (micros: number): number | undefined =>
      available > 0 ? micros / available : undefined;
    return { user: share(spent.user), system: share(spent.system) };
  };
}

function observeSwitches(
  { switches, faults }: Instruments,
  usage: NodeJS.ResourceUsage,
  result: BatchObservableResult,
): void {
  const { voluntaryContextSwitches, involuntaryContextSwitches } = usage;
  result.observe(switches, voluntaryContextSwitches, {
    "process.context_switch.type": "voluntary",
  });
  result.observe(switches, involuntaryContextSwitches, {
    "process.context_switch.type": "involuntary",
  });
  result.observe(faults, usage.majorPageFault, { "system.paging.fault.type": "major" });
  result.observe(faults, usage.minorPageFault, { "system.paging.fault.type": "minor" });
}

function observeProc(
  { files, threads, virtualMemory, disk }: Instruments,
  result: BatchObservableResult,
): void {
  const figures = readProc();
  if (figures.openFiles !== undefined) result.observe(files, figures.openFiles);
  if (figures.threads !== undefined) result.observe(threads, figures.threads);
  if (figures.virtualMemory !== undefined) result.observe(virtualMemory, figures.virtualMemory);
  if (figures.disk === undefined) return;
  result.observe(disk, figures.disk.read, { "disk.io.direction": "read" });
  result.observe(disk, figures.disk.write, { "disk.io.direction": "write" });
}
