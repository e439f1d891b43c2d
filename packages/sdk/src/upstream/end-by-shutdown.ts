import type { Engine } from "../engine.ts";
import { within } from "../within.ts";

/** What an engine of upstream's components can do by itself. */
interface UpstreamParts extends Pick<Engine, "expectEnd" | "start"> {
  /** Settles when everything has been sent or has failed. */
  flush(): Promise<void>;
  /** As `flush`, and stops. */
  shutdown(): Promise<void>;
}

/** Completes an engine for which every end of the process is its own: upstream's components cannot tell what is left. */
export function endByShutdown(parts: UpstreamParts): Engine {
  let ending: Promise<void> | undefined;
  const end: Engine["shutdown"] = ({ timeoutMs }) => {
    ending ??= parts.shutdown();
    return within(timeoutMs, ending);
  };
  return {
    start: () => parts.start(),
    expectEnd: () => parts.expectEnd(),
    flush: ({ timeoutMs }) => within(timeoutMs, ending ?? parts.flush()),
    finish: end,
    get hasNews() {
      return ending === undefined;
    },
    endNeeds: "loop",
    shutdown: end,
    holdsProcess: true,
  };
}
