import { type ChannelListener, subscribe, unsubscribe } from "node:diagnostics_channel";

import { guarded } from "./guard.ts";

/**
 * Subscribes to a diagnostics channel; errors of `body` go to `diag` and never to the publisher.
 *
 * @param scope Who subscribes, for the error message.
 * @param body Gets the message in the shape that the publisher documents. The shape is not checked: should it ever
 *   differ, that is an error of `body` like any other.
 * @returns A function that unsubscribes.
 */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- names the shape once instead of a cast at each call
export function observeChannel<Message>(
  channel: string,
  scope: string,
  body: (message: Message) => void,
): () => void {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see `body`
  const listener = guarded(scope, body) as ChannelListener;
  subscribe(channel, listener);
  return () => {
    unsubscribe(channel, listener);
  };
}
