import type { Application, LoopWatch } from "../process/application.ts";

/** Does a piece of work while the application's event loop is watched. */
export async function watched<Result>(
  application: Application,
  work: () => Promise<Result>,
): Promise<LoopWatch & { readonly result: Result }> {
  await application.watch();
  const result = await work();
  return { ...(await application.unwatch()), result };
}
