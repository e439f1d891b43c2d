import assert from "node:assert/strict";
import { test } from "node:test";
import { findInCgroup, findInMounts } from "./container.ts";

const id = "d86d75589bf6cc254f3e2cc29debdf85dde404998aa128997a819ff991827356";
const other = "3fb7e2ac2a1ad1d3e4b0c3a0f7b7a87a2dbd3ba0d0bb1b5c2df7e40b3eecb2d9";
const fargate = "4c5e4b3a3a5f4e7a9d1f0f4f6e3f9b2c-1234567890";

test("findInCgroup() finds the id where the runtimes of Linux write it", () => {
  for (const path of [
    `/docker/${id}`,
    `/docker/${other}/docker/${id}`,
    `/docker/${id}/system.slice/app.service`,
    `/system.slice/docker-${id}.scope`,
    `/kubepods/besteffort/pod2c48913c-b29f-11e7-9350-020968147796/${id}`,
    `/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod2c48913c.slice/cri-containerd-${id}.scope`,
    `/system.slice/containerd.service/kubepods-burstable-pod2c48913c.slice:cri-containerd:${id}`,
    `/kubepods.slice/kubepods-pod2c48913c.slice/crio-${id}.scope`,
    `/machine.slice/libpod-${id}.scope/container`,
    `/ecs/55091c13-b8cf-4801-b527-f4601742204d/${id}`,
  ]) {
    assert.equal(findInCgroup(`12:pids:/\n11:memory:${path}\n0::/`), id, path);
    assert.equal(findInCgroup(`0::${path}`), id, path);
  }
  assert.equal(findInCgroup(`9:cpu:/ecs/4c5e4b3a3a5f4e7a9d1f0f4f6e3f9b2c/${fargate}`), fargate);
});

test("findInCgroup() finds nothing outside of containers", () => {
  for (const text of [
    "",
    "0::/",
    "0::/user.slice/user-1000.slice/session-2.scope",
    `0::/docker/${id}0`,
    `0::/docker/${id.toUpperCase()}`,
    `0::/docker/${id.slice(1)}`,
    `0::/docker/x${id}`,
    "\0".repeat(100_000),
    "/".repeat(100_000),
    `0::/${"a-".repeat(100_000)}`,
    `0::/${id.repeat(1000)}`,
  ]) {
    assert.equal(findInCgroup(text), undefined, text.slice(0, 100));
  }
});

function mount(root: string, place: string, type = "ext4"): string {
  return `1234 1233 8:1 ${root} ${place} rw,relatime - ${type} /dev/sda1 rw`;
}

test("findInMounts() finds the id in what the runtime has mounted", () => {
  for (const line of [
    mount(`/var/lib/docker/containers/${id}/hostname`, "/etc/hostname"),
    mount(`/var/lib/docker/containers/${id}/resolv.conf`, "/etc/resolv.conf"),
    mount(
      `/home/u/.local/share/containers/storage/overlay-containers/${id}/userdata/hostname`,
      "/e",
    ),
    mount(
      `/kubepods.slice/kubepods-pod2.slice/cri-containerd-${id}.scope`,
      "/sys/fs/cgroup",
      "cgroup2",
    ),
    mount(`/docker/${id}`, "/sys/fs/cgroup/memory", "cgroup"),
  ]) {
    assert.equal(findInMounts(`${mount("/", "/")}\n${line}\n`), id, line);
  }
});

test("findInMounts() takes no other id for that of the container", () => {
  for (const line of [
    "",
    // The sandbox of a pod is a container of its own.
    mount(`/run/containerd/io.containerd.grpc.v1.cri/sandboxes/${id}/hostname`, "/etc/hostname"),
    // Layers of the image and other volumes have such names as well.
    mount(`/var/lib/docker/overlay2/${id}/merged`, "/data"),
    mount("/", `/var/lib/docker/containers/${id}/mounts/shm`, "tmpfs"),
    mount(`/var/lib/docker/containers/${id}0/hostname`, "/etc/hostname"),
    " ".repeat(100_000),
  ]) {
    assert.equal(findInMounts(line), undefined, line.slice(0, 100));
  }
});
