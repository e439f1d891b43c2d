import { createRequire } from "node:module";
import { context, diag, logs, metrics, propagation, trace } from "@opentelemetry/api";
import type { ContextManager } from "@opentelemetry/api";
import type { ConfigurationModel } from "@opentelemetry/configuration";
import { filterDetectors } from "./declarative-resource.ts";
import { type Replacements, requireWith } from "./declarative-require.ts";
import { withoutVariables } from "./hidden-environment.ts";

const require = createRequire(import.meta.url);

/** Upstream's SDK as a model describes it, not registered yet. */
export interface DeclarativeSdk {
  /** Makes it the one that the API uses. */
  readonly register: () => void;
  /** Providers that have something to flush. */
  readonly providers: readonly Flushable[];
  readonly shutdown: () => Promise<void>;
}

interface Flushable {
  forceFlush?(): Promise<void>;
}

/** What takes the place of upstream's own choices. */
interface DeclarativeSdkParts {
  readonly contextManager: ContextManager;
  /** Exporters, and whatever else is replaced in what upstream uses. */
  readonly replacements: Replacements;
}

/**
 * Builds the SDK by `startNodeSDK` of @opentelemetry/sdk-node. That function reads the file by itself, takes a
 * logger and a context manager of its own and registers everything at once; here it is given the model that
 * was checked, no variable of the environment, and registers nothing.
 *
 * @throws When upstream cannot build what the model asks for; then nothing is left running.
 */
export function buildDeclarativeSdk(
  model: ConfigurationModel,
  { contextManager, replacements }: DeclarativeSdkParts,
): DeclarativeSdk {
  const steps: (() => void)[] = [];
  const providers: Flushable[] = [];
  const failures: string[] = [];
  const provide =
    <P extends object>(register: (provider: P) => unknown) =>
    (provider: P): void => {
      providers.push(provider);
      steps.push(() => void register(provider));
    };
  // Its own logger stays away: ours is in use, at the level of the configuration.
  const quietDiag = Object.create(diag, {
    setLogger: { value: () => true },
    error: { value: (message: string) => void failures.push(message) },
  });
  const api = {
    diag: () => quietDiag,
    context: () => ({
      setGlobalContextManager: () =>
        steps.push(() => void context.setGlobalContextManager(contextManager.enable())),
    }),
    logs: () => ({ setGlobalLoggerProvider: provide(logs.setGlobalLoggerProvider.bind(logs)) }),
    metrics: () => ({
      setGlobalMeterProvider: provide(metrics.setGlobalMeterProvider.bind(metrics)),
    }),
    trace: () => ({ setGlobalTracerProvider: provide(trace.setGlobalTracerProvider.bind(trace)) }),
    propagation: () => ({
      setGlobalPropagator: (propagator: Parameters<typeof propagation.setGlobalPropagator>[0]) =>
        steps.push(() => void propagation.setGlobalPropagator(propagator)),
    }),
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what is loaded under this name
  const upstream = requireWith(require, {
    name: "@opentelemetry/sdk-node",
    replacements: { ...replacements, ...given(model), "@opentelemetry/api": api },
  }) as typeof import("@opentelemetry/sdk-node");
  const hidden = Object.keys(process.env).filter((name) => name.startsWith("OTEL_"));
  const sdk = withoutVariables(hidden, () => upstream.startNodeSDK());
  const [failure] = failures;
  if (failure !== undefined) throw new Error(failure.replace(prologue, ""));
  return { register: () => steps.forEach((step) => step()), providers, shutdown: sdk.shutdown };
}

const prologue = /^Could not .*, SDK will not be setup: /;

function given(model: ConfigurationModel): Replacements {
  return {
    "@opentelemetry/configuration": {
      createConfigFactory: () => () => ({ getConfigModel: () => withoutFilter(model) }),
    },
    "@opentelemetry/resources": {
      detectResources: (real) => filterDetectors(Reflect.get(real(), "detectResources"), model),
    },
    "@opentelemetry/instrumentation": {
      // Ours is started by itself.
      registerInstrumentations: () => () => undefined,
    },
  };
}

/** A copy; the filter of detected attributes is applied here, and upstream would say that it does not know it. */
function withoutFilter(model: ConfigurationModel): ConfigurationModel {
  const copy = structuredClone(model);
  const detection = copy.resource?.["detection/development"];
  if (detection !== undefined) delete detection.attributes;
  return copy;
}
