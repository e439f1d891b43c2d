import { trace } from "@opentelemetry/api";

import { ownFolder } from "../../own-folder.ts";
import { API_PACKAGE, sdkPackages } from "./known-packages.ts";
import type { LoadedPackage } from "./loaded-packages.ts";
import { packageFileOf } from "../libraries/package-path.ts";

const OWN_FOLDER: string = decodeURIComponent(ownFolder().pathname);
const REMEDY = "Remove one of them, or switch this one off with OTEL_SDK_DISABLED=true." as const;

/**
 * Tells of an OpenTelemetry SDK that has registered itself before this one: the API keeps to the first. Call it before
 * anything of this SDK is registered.
 *
 * @param loaded What was loaded before; of ES modules Node.js tells nothing, so often only the provider can be named.
 * @returns Undefined when there is none.
 */
export function describeRegisteredBefore(loaded: readonly LoadedPackage[]): string | undefined {
  const registered = findRegistered();
  if (registered.length === 0) return undefined;
  const packages = loaded
    .filter(({ name }) => sdkPackages.includes(name))
    .map(({ name, version }) => (version === undefined ? name : `${name} ${version}`));
  const from = packages.length === 0 ? "" : ` of ${packages.join(", ")}`;
  return `another OpenTelemetry SDK was started before this one (${registered.join(", ")}${from}): the API keeps to the first, and this one does without those. ${REMEDY}`;
}

/** What is registered with the API, by the names of the classes. */
function findRegistered(): readonly string[] {
  const globals: unknown = Reflect.get(globalThis, API_GLOBALS);
  if (typeof globals !== "object" || globals === null) return [];
  return signals.flatMap((signal) => {
    const provider: unknown =
      signal === "trace" ? delegateOf(trace.getTracerProvider()) : Reflect.get(globals, signal);
    const name = nameOfClass(provider);
    return name === undefined || name.startsWith("Noop") ? [] : [name];
  });
}

/** Where all copies of the API of version 1 keep what is registered. */
const API_GLOBALS: symbol = Symbol.for("opentelemetry.js.api.1");
const signals = ["trace", "metrics", "logs", "context", "propagation"] as const;

/** The API registers a stand-in for providers of traces, and that at its first use. */
function delegateOf(provider: object): unknown {
  const getDelegate: unknown = Reflect.get(provider, "getDelegate");
  return typeof getDelegate === "function" ? Reflect.apply(getDelegate, provider, []) : provider;
}

function nameOfClass(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const constructor: unknown = Reflect.get(value, "constructor");
  return typeof constructor === "function" && constructor.name !== "" && constructor !== Object
    ? // Bundlers tell names apart by numbers.
      constructor.name.replace(/\$\d+$/, "")
    : "a provider";
}

/** Runs what registers this SDK: what the API refuses meanwhile, {@link describeRegisteredBefore} has told of. */
export function registerThis(register: () => void): void {
  registering = true;
  try {
    register();
  } finally {
    registering = false;
  }
}

let registering = false;

/**
 * Tells of an OpenTelemetry SDK that wants to register itself after this one: call it while the API refuses it.
 *
 * @returns Undefined when it is this SDK.
 */
export function describeRegisteredAfter(): string | undefined {
  if (registering) return undefined;
  const name = callers()
    .filter((file) => !file.startsWith(OWN_FOLDER))
    .map((file) => packageFileOf(file)?.name)
    .find((each) => each !== undefined && each !== API_PACKAGE);
  const who = name === undefined ? "" : ` (${name})`;
  return `another OpenTelemetry SDK${who} was started beside this one: the API keeps to the first, so what the other sets up may record the same work again, or nothing. ${REMEDY}`;
}

/** The files of those who are calling, innermost first. */
function callers(): readonly string[] {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 40;
  const { stack = "" } = new Error("who calls");
  Error.stackTraceLimit = stackTraceLimit;
  return [...stack.matchAll(/(?:file:\/\/)?([\\/][^\s()]*|[A-Za-z]:[\\/][^\s()]*?):\d+:\d+/g)].map(
    ([, path = ""]) => path,
  );
}
