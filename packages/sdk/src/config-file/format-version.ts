import type { Fault } from "./fault.ts";

/** Checks `file_format`: every 1.x runs, and one newer than 1.1 may say what nobody here understands yet. */
export function checkFormat(version: unknown): readonly Fault[] {
  const path = ["file_format"];
  if (version === undefined || version === null) {
    return [{ path: [], expected: 'the key file_format, for example file_format: "1.1"' }];
  }
  const match = typeof version === "string" ? /^(\d+)(?:\.(\d+))?(?:-.*)?$/.exec(version) : null;
  if (match?.[1] !== "1") return [{ path, expected: 'a version 1.x in quotes, such as "1.1"' }];
  if (Number(match[2] ?? 0) <= NEWEST_MINOR) return [];
  const used = "what is new in it may be ignored";
  return [{ path, expected: `at most version 1.${NEWEST_MINOR}`, used }];
}

const NEWEST_MINOR = 1;
