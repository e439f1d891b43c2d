import { diag } from "@opentelemetry/api";
import type { ConfigFile } from "../config-file/read-config-file.ts";
import type { Engine, EngineParts } from "../engine.ts";
import { type FlushableExporter, replaceExporters } from "./declarative-exporters.ts";
import { completeResource } from "./declarative-resource.ts";
import { buildDeclarativeSdk } from "./declarative-sdk.ts";
import { endByShutdown } from "./end-by-shutdown.ts";
import { screenProviders } from "./declarative-screen.ts";
import { handleUpstreamErrors } from "./error-handler.ts";

/**
 * The engine of OTEL_CONFIG_FILE: upstream's SDK, built as the file says. Without a model, or with one that
 * is disabled, it does nothing.
 *
 * @throws When upstream cannot build what the file asks for, although it fits the schema.
 */
export function createDeclarativeEngine(file: ConfigFile, parts: EngineParts): Engine {
  const { model } = file;
  if (model === undefined || model.disabled === true) return idle;
  const { report, contextManager, detectedResource, contentPolicy, canaryWatch } = parts;
  handleUpstreamErrors(report);
  let endingUntil = 0;
  const isEnding = (): boolean => performance.now() < endingUntil;
  const exporters = new Set<FlushableExporter>();
  const sdk = buildDeclarativeSdk(
    { ...model, resource: completeResource(model.resource, detectedResource.attributes()) },
    {
      contextManager,
      replacements: {
        ...replaceExporters(
          { report, isEnding, canaryWatch },
          (exporter) => void exporters.add(exporter),
        ),
        ...screenProviders(contentPolicy),
      },
    },
  );
  return endByShutdown({
    start: sdk.register,
    expectEnd: () => void (endingUntil = performance.now() + ENDING_MS),
    flush: async () => {
      await settle(sdk.providers);
      // A provider does not wait for an export that was under way before.
      return settle([...exporters]);
    },
    shutdown: () => sdk.shutdown().catch(note),
  });
}

// An application may catch a signal and live on; then its exporters must try again.
const ENDING_MS = 15_000;

const idle: Engine = {
  start: () => undefined,
  expectEnd: () => undefined,
  flush: () => Promise.resolve(),
  finish: () => Promise.resolve(),
  hasNews: false,
  endNeeds: "nothing",
  holdsProcess: false,
  shutdown: () => Promise.resolve(),
};

async function settle(parts: readonly FlushableExporter[]): Promise<void> {
  await Promise.all(parts.map(async (part) => part.forceFlush?.().catch(note)));
}

/** Failed exports were already counted where they happened: here they are only waited for. */
function note(reason: unknown): void {
  diag.debug("flush or shutdown ended with", reason);
}
