import type { EnvReader } from "../env/reader.ts";
import { propagatorNames } from "../env/values.ts";
import type { PropagatorName } from "./config.ts";
import { withoutNone } from "./without-none.ts";

/** Reads OTEL_PROPAGATORS; when none of the names is known, no context is propagated. */
export function readPropagators(reader: EnvReader): readonly PropagatorName[] {
  const names = reader.list("OTEL_PROPAGATORS", propagatorNames) ?? [];
  if (names.length === 0) {
    reader.report({
      variable: "OTEL_PROPAGATORS",
      expected: "at least one known name, or none",
      used: "no context is propagated",
    });
    reader.settle("OTEL_PROPAGATORS", "none");
  }
  return withoutNone<PropagatorName>(reader, "OTEL_PROPAGATORS", names);
}
