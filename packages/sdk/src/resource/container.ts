import { readStart } from "./read-start.ts";

/**
 * The id of the container that this process runs in; undefined outside of one, and where Linux does not tell, as in
 * a pod whose only trace is the id of its sandbox, which is another container.
 */
export function detectContainerId(): string | undefined {
  return (
    findInCgroup(readStart("/proc/self/cgroup", LIMIT) ?? "") ??
    findInMounts(readStart("/proc/self/mountinfo", LIMIT) ?? "")
  );
}

/** In bytes. A node of Kubernetes has some hundred mounts of about 200 bytes each. */
const LIMIT = 256 * 1024;

/**
 * `/proc/self/cgroup` names the container with cgroups of version 1, and of version 2 when the container shares the
 * host's namespace: `11:memory:/kubepods/pod-…/<id>`, `0::/system.slice/docker-<id>.scope`.
 */
export function findInCgroup(text: string): string | undefined {
  for (const line of text.split("\n")) {
    // Of containers in containers the innermost comes last.
    const id = line.split("/").toReversed().map(idOfSegment).find(isPresent);
    if (id !== undefined) return id;
  }
  return undefined;
}

/**
 * `/proc/self/mountinfo` names it in the root of a cgroup mount, or in the place on the host of files that the
 * runtime lends to the container: `/var/lib/docker/containers/<id>/hostname`.
 */
export function findInMounts(text: string): string | undefined {
  const mounts = text.split("\n").map((line) => line.split(" "));
  const cgroups = mounts.filter(
    (fields) => fields.includes("cgroup") || fields.includes("cgroup2"),
  );
  return cgroups.map(idOfRoot).find(isPresent) ?? mounts.map(idOfLentFile).find(isPresent);
}

function idOfRoot(fields: readonly string[]): string | undefined {
  return fields[ROOT]?.split("/").toReversed().map(idOfSegment).find(isPresent);
}

function idOfLentFile(fields: readonly string[]): string | undefined {
  return /\/(?:overlay-)?containers\/([0-9a-f]{64})\//.exec(fields[ROOT] ?? "")?.[1];
}

/** https://man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html */
const ROOT = 3;

/** `<id>`, `cri-containerd-<id>.scope`, `<slice>:cri-containerd:<id>`; and `<id>-<number>` of AWS Fargate. */
const segment = /^(?:.*[:-])?([0-9a-f]{64})(?:\.scope)?$|^([0-9a-f]{32}-\d{4,20})$/;

function idOfSegment(text: string): string | undefined {
  if (text.length > LONGEST_SEGMENT) return undefined;
  const match = segment.exec(text);
  return match?.[1] ?? match?.[2];
}

/** The longest name of a file on Linux. */
const LONGEST_SEGMENT = 255;

function isPresent(id: string | undefined): id is string {
  return id !== undefined;
}
