import type { Contender } from "../contenders.ts";
import { closedLoop } from "../load/closed-loop.ts";
import { account } from "./account.ts";
import type { Rig } from "./scenario.ts";

/**
 * Makes sure that a contender records and delivers before anything is measured: one that is silent would be
 * the fastest of all.
 *
 * @throws {Error} when not all spans of the application arrive, or none of the HTTP server or of fetch
 */
export async function checkDelivery(rig: Rig, contender: Contender): Promise<void> {
  if (contender.package === undefined) return;
  rig.detail(contender.name);
  const application = await rig.start(contender);
  try {
    const { port } = application;
    const { result, received, loss } = await account(rig, application, () =>
      closedLoop({ port, path: "/work", connections: 1, durationMs: 50, signal: rig.signal }),
    );
    const perRequest = received.spans / result.requests;
    if (loss === 0 && perRequest >= SPANS_OF_WORK) return;
    throw new Error(
      `${contender.name} is not fit to be measured: of a request's ${SPANS_OF_WORK} spans or more, ` +
        `${perRequest.toFixed(2)} arrived; share of the application's own that did not: ${loss}`,
    );
  } finally {
    await application.stop();
  }
}

/** The server's, the one of fetch and two of the application. */
const SPANS_OF_WORK = 4;
