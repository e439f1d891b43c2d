import type { Application, Usage } from "../process/application.ts";
import type { SinkState } from "../process/sink.ts";
import type { Rig } from "./scenario.ts";

/** What a piece of work cost and what came of it. */
export interface Account<Result> {
  readonly result: Result;
  /** CPU time of all threads, from the beginning until everything was sent, in microseconds. */
  readonly cpuMicros: number;
  /** Spans that the application itself made. */
  readonly made: number;
  /** Its resident set after everything was sent, in bytes. */
  readonly rss: number;
  /** What arrived. */
  readonly received: SinkState;
  /** Share of the application's own spans that did not arrive exactly once; undefined when it sends none. */
  readonly loss: number | undefined;
}

/** Does a piece of work with an application, has everything sent and tells what it came to. */
export async function account<Result>(
  rig: Rig,
  application: Application,
  work: () => Promise<Result>,
): Promise<Account<Result>> {
  await rig.sink.reset();
  const before = await application.usage();
  const result = await work();
  const { received, after } = await sendAll(rig, application, before);
  const made = after.made - before.made;
  return {
    result,
    cpuMicros: after.cpuMicros - before.cpuMicros,
    made,
    rss: after.rss,
    received,
    loss: sends(application) && made > 0 ? Math.abs(made - received.manual) / made : undefined,
  };
}

async function sendAll(
  { sink, note }: Rig,
  application: Application,
  before: Usage,
): Promise<{ received: SinkState; after: Usage }> {
  const { name, quietMs } = application.contender;
  if (!sends(application))
    return { received: await sink.state(), after: await application.usage() };
  const problem = await application.flush();
  if (problem !== undefined) note(`${name}, flush: ${problem}`);
  const { made } = await application.usage();
  const received = await sink.settle({ manual: made - before.made, quietMs });
  tellOddities(received, { name, note });
  return { received, after: await application.usage() };
}

function sends({ contender }: Application): boolean {
  return contender.package !== undefined;
}

function tellOddities(
  { malformed, tooLarge, manual }: SinkState,
  { name, note }: { readonly name: string; readonly note: Rig["note"] },
): void {
  if (malformed > 0) note(`${name}: requests that are no valid protobuf or MessagePack`);
  if (tooLarge > 0) note(`${name}: requests above the Collector's limit of 20 MiB, refused`);
  if (manual === 0) note(`${name}: a window without a single span of the application`);
}
