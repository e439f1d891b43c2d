import { randomUUID } from "node:crypto";
import type { ChangeOptions } from "../instance/down.ts";
import { stackStatus } from "../instance/status.ts";
import { request } from "../run/http.ts";
import type { StackSettings } from "../settings.ts";
import { StackError } from "../stack-error.ts";
import { buildExampleBackend } from "../trace/build-example-backend.ts";
import { startExampleBackend } from "../trace/example-backend.ts";
import type { RunningBackend } from "../trace/example-backend.ts";
import { bar } from "./bar.ts";
import { startMoodyModel } from "./moody-model.ts";
import { SCENARIOS } from "./scenarios.ts";
import type { Scenario, Step } from "./scenarios.ts";

/** What `traffic` is given besides its settings. */
export interface TrafficOptions extends ChangeOptions {
  /** How long it goes on; every scenario is played at least once, however short. */
  readonly seconds: number;
  /** Where the result goes. */
  readonly print: (text: string) => void;
}

/** Users who do something at the same time. */
const USERS = 3;
/** The SDK's default is a minute: then the last figures would come when nobody looks any more. */
const METRICS_EVERY_MS = 2_000;

/**
 * Asks two example backends for a while, one with the demo model and one whose model has bad days, through the stack that
 * is up. Whether every answer was the one that its scenario expects is the result.
 *
 * @throws {StackError} when the stack is not up, or a backend does not start
 */
export async function makeTraffic(
  settings: StackSettings,
  options: TrafficOptions,
): Promise<boolean> {
  const status = await stackStatus(settings);
  if (!status.ready) {
    throw new StackError("The stack is not up, so nothing would be kept: pnpm stack up");
  }
  await buildExampleBackend(settings, options);
  const model = await startMoodyModel();
  const running: RunningBackend[] = [];
  try {
    const own = { ...settings, ports: status.ports };
    const base = { protocol: "http/protobuf", metricsEveryMs: METRICS_EVERY_MS } as const;
    const calm = await startExampleBackend(own, base, options.signal);
    running.push(calm);
    const remote = { baseUrl: model.baseUrl, name: "moody-model" };
    const moody = await startExampleBackend(own, { ...base, model: remote }, options.signal);
    running.push(moody);
    const counts = await play({ calm, moody }, options);
    options.progress.end();
    options.print(describe(counts));
    return counts.every(({ wrong }) => wrong.length === 0);
  } finally {
    options.progress.end();
    await Promise.all(running.map(async (backend) => backend.stop()));
    await model.close();
  }
}

interface Count {
  readonly scenario: Scenario;
  played: number;
  /** Steps that were not answered as expected. */
  readonly wrong: string[];
}

type Backends = Readonly<Record<Step["backend"], RunningBackend>>;

async function play(
  backends: Backends,
  { seconds, progress, signal }: TrafficOptions,
): Promise<readonly Count[]> {
  const counts = SCENARIOS.map((scenario): Count => ({ scenario, played: 0, wrong: [] }));
  const began = performance.now();
  let next = 0;
  const elapsed = (): number => (performance.now() - began) / 1_000;
  progress.step("traffic");
  const user = async (): Promise<void> => {
    while (next < counts.length || elapsed() < seconds) {
      signal.throwIfAborted();
      const count = counts[next % counts.length];
      next += 1;
      if (count === undefined) return;
      // oxlint-disable-next-line no-await-in-loop -- a user does one thing after the other
      count.wrong.push(...(await playOnce(count.scenario, backends)));
      count.played += 1;
      const wrong = counts.reduce((sum, one) => sum + one.wrong.length, 0);
      const played = counts.reduce((sum, one) => sum + one.played, 0);
      progress.detail(bar(elapsed() / seconds, `${played} played, ${wrong} not as expected`));
    }
  };
  await Promise.all(Array.from({ length: USERS }, user));
  return counts;
}

async function playOnce({ steps }: Scenario, backends: Backends): Promise<readonly string[]> {
  const conversationId = randomUUID();
  const wrong: string[] = [];
  for (const { backend, method, path, body, expects } of steps) {
    const json = body === undefined ? {} : { json: { ...body, conversationId } };
    const url = `${backends[backend].url}${path}`;
    // oxlint-disable-next-line no-await-in-loop -- the turns of a conversation
    const answer = await request(url, { ...json, timeoutMs: 60_000 });
    if (expects.includes(answer.status)) continue;
    wrong.push(`${method} ${path} answers ${answer.status}: ${answer.body.slice(0, 200)}`);
  }
  return wrong;
}

function describe(counts: readonly Count[]): string {
  const lines = counts.flatMap(({ scenario, played, wrong }) => [
    `${String(played).padStart(5)} × ${scenario.name}`,
    ...wrong.slice(0, 3).map((line) => `        not as expected: ${line}`),
  ]);
  return ["Played:", ...lines].join("\n");
}
