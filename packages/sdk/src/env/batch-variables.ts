import { specifiedBy, type Variable } from "./variable.ts";

type BatchSetting =
  | "EXPORT_TIMEOUT"
  | "MAX_EXPORT_BATCH_SIZE"
  | "MAX_QUEUE_SIZE"
  | "SCHEDULE_DELAY";

/** How spans (BSP) and log records (BLRP) are gathered into batches. */
export const batchVariables: Readonly<Record<`OTEL_${"BLRP" | "BSP"}_${BatchSetting}`, Variable>> =
  specifiedBy(
    "https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/#batch-span-processor",
    {
      OTEL_BSP_SCHEDULE_DELAY: delay("spans"),
      OTEL_BSP_EXPORT_TIMEOUT: timeout("spans"),
      OTEL_BSP_MAX_QUEUE_SIZE: queueSize("spans"),
      OTEL_BSP_MAX_EXPORT_BATCH_SIZE: batchSize("spans"),
      OTEL_BLRP_SCHEDULE_DELAY: delay("log records"),
      OTEL_BLRP_EXPORT_TIMEOUT: timeout("log records"),
      OTEL_BLRP_MAX_QUEUE_SIZE: queueSize("log records"),
      OTEL_BLRP_MAX_EXPORT_BATCH_SIZE: batchSize("log records"),
    },
  );

function delay(items: string): Variable {
  return {
    type: "integer",
    // Not the specification's: docs/decisions/070-a-batch-leaves-soon.md.
    default: "300",
    unit: "ms",
    min: 0,
    doc: `Longest wait before a batch of ${items} is sent. Shorter than the specification's, so that a process that is killed loses little.`,
  };
}

function timeout(items: string): Variable {
  return {
    type: "integer",
    default: "30000",
    unit: "ms",
    zeroIsUnlimited: true,
    doc: `Longest time that sending one batch of ${items} may take.`,
  };
}

function queueSize(items: string): Variable {
  return {
    type: "integer",
    max: 1_000_000,
    doc: `Most ${items} kept in memory; more are dropped. Default: as many as fit in 32 MiB when encoded (the \`upstream\` engine: 2048).`,
  };
}

function batchSize(items: string): Variable {
  return {
    type: "integer",
    max: 1_000_000,
    doc: `Most ${items} in one batch; never more than the queue holds. Default: as many as fit in 1 MiB when encoded (the \`upstream\` engine: 512).`,
  };
}
