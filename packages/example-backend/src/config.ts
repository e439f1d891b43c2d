/** What the whole backend runs with: complete, valid and read once. */
export interface BackendConfig {
  /** Address to listen on (`HOST`, default 127.0.0.1). */
  readonly host: string;
  /** Port to listen on (`PORT`, default 3010); 0 takes a free one. */
  readonly port: number;
  /** Level of the log (`LOG_LEVEL`, default info). */
  readonly logLevel: LogLevel;
  readonly model: ModelConfig;
  readonly calculator: CalculatorProcessConfig;
}

/** Which model answers: the built-in demo model, or any OpenAI-compatible endpoint. */
export type ModelConfig = DemoModelConfig | RemoteModelConfig;

interface DemoModelConfig {
  readonly kind: "demo";
  readonly name: string;
  readonly timeoutMs: number;
}

interface RemoteModelConfig {
  readonly kind: "remote";
  readonly name: string;
  readonly timeoutMs: number;
  /** Base URL of the API, for example `https://api.openai.com/v1`. */
  readonly baseUrl: string;
  readonly apiKey: string;
}

/** How the calculator's process is started. */
interface CalculatorProcessConfig {
  /** The `--import` and `--require` flags of this process, so that both are traced or neither is. */
  readonly preloadFlags: readonly string[];
  /** The variables it gets: telemetry and Node.js settings, never the model's key. */
  readonly environment: Readonly<Record<string, string>>;
}

const logLevels = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;
type LogLevel = (typeof logLevels)[number];

export interface ConfigSources {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The Node.js flags of this process (`process.execArgv`). */
  readonly nodeFlags: readonly string[];
}

/**
 * Reads the configuration. An empty variable counts as unset.
 *
 * Every bad value is a line in `problems` that names the variable and what was expected; `config` then holds the
 * default. An application should not start with problems.
 */
export function readConfig({ environment, nodeFlags }: ConfigSources): {
  readonly config: BackendConfig;
  readonly problems: readonly string[];
} {
  const problems: string[] = [];
  const read = (name: string): string | undefined => readText(environment[name]);
  const readNumber = (name: string, range: NumberRange): number => {
    const text = read(name);
    const value = text === undefined ? range.fallback : parseWholeNumber(text, range);
    if (value === undefined) {
      problems.push(
        `${name}: expected a whole number from ${range.min} to ${range.max}, got "${text}".`,
      );
    }
    return value ?? range.fallback;
  };

  const config: BackendConfig = {
    host: read("HOST") ?? "127.0.0.1",
    port: readNumber("PORT", { fallback: 3010, min: 0, max: 65_535 }),
    logLevel: readLogLevel(read("LOG_LEVEL"), problems),
    model: readModel({
      name: read("MODEL"),
      baseUrl: readBaseUrl(read("OPENAI_BASE_URL"), problems),
      apiKey: read("OPENAI_API_KEY"),
      timeoutMs: readNumber("MODEL_TIMEOUT_MS", { fallback: 30_000, min: 1, max: 600_000 }),
    }),
    calculator: {
      preloadFlags: preloadFlagsOf(nodeFlags),
      environment: environmentOfCalculator(environment),
    },
  };
  return { config, problems };
}

interface NumberRange {
  readonly fallback: number;
  readonly min: number;
  readonly max: number;
}

function readText(value: string | undefined): string | undefined {
  const text = value?.trim();
  return text === "" ? undefined : text;
}

function parseWholeNumber(text: string, { min, max }: NumberRange): number | undefined {
  if (!/^\d{1,9}$/.test(text)) return undefined;
  const value = Number(text);
  return value >= min && value <= max ? value : undefined;
}

function readLogLevel(text: string | undefined, problems: string[]): LogLevel {
  const level = logLevels.find((known) => known === text);
  if (text !== undefined && level === undefined) {
    problems.push(`LOG_LEVEL: expected one of ${logLevels.join(", ")}, got "${text}".`);
  }
  return level ?? "info";
}

function readBaseUrl(text: string | undefined, problems: string[]): string | undefined {
  if (text === undefined) return undefined;
  const url = URL.parse(text);
  const isHttp = url?.protocol === "http:" || url?.protocol === "https:";
  if (isHttp && url.username === "" && url.password === "") return text;
  // The value is not repeated: it may carry a password.
  problems.push(
    isHttp
      ? "OPENAI_BASE_URL: expected a URL without a user name and password; put the key into OPENAI_API_KEY."
      : "OPENAI_BASE_URL: expected an http:// or https:// URL.",
  );
  return undefined;
}

function readModel(values: {
  readonly name: string | undefined;
  readonly baseUrl: string | undefined;
  readonly apiKey: string | undefined;
  readonly timeoutMs: number;
}): ModelConfig {
  const { name, baseUrl, apiKey, timeoutMs } = values;
  if (baseUrl === undefined && apiKey === undefined) {
    return { kind: "demo", name: name ?? "demo-model", timeoutMs };
  }
  return {
    kind: "remote",
    name: name ?? "gpt-4.1-mini",
    timeoutMs,
    baseUrl: baseUrl ?? "https://api.openai.com/v1",
    // Servers on one's own machine often want no key, but the client insists on one.
    apiKey: apiKey ?? "no-key",
  };
}

function preloadFlagsOf(nodeFlags: readonly string[]): string[] {
  return nodeFlags.flatMap((flag, index) => {
    const value = nodeFlags[index + 1];
    if (/^(?:--import|--require|-r)$/.test(flag) && value !== undefined) return [flag, value];
    return /^(?:--import|--require)=/.test(flag) ? [flag] : [];
  });
}

function environmentOfCalculator(
  environment: ConfigSources["environment"],
): Record<string, string> {
  const passed: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    if (value !== undefined && /^(?:OTEL_|AGENT_OTEL_|NODE_)/.test(name)) passed[name] = value;
  }
  return { ...passed, OTEL_SERVICE_NAME: "calculator" };
}
