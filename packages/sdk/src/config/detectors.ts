import type { EnvReader } from "../env/reader.ts";
import { detectorNames } from "../env/values.ts";
import type { DetectorName } from "./config.ts";
import { withoutNone } from "./without-none.ts";

/** Reads OTEL_NODE_RESOURCE_DETECTORS; `all` includes those that ask a cloud's metadata server. */
export function readDetectors(reader: EnvReader): readonly DetectorName[] {
  const variable = "OTEL_NODE_RESOURCE_DETECTORS";
  const names = withoutNone<DetectorName | "all">(
    reader,
    variable,
    reader.list(variable, detectorNames) ?? [],
  );
  return names.includes("all")
    ? detectorNames.filter((name) => name !== "all" && name !== "none")
    : names.filter((name) => name !== "all");
}
