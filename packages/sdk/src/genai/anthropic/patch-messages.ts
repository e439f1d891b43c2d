import { property } from "../fields.ts";
import { wrapMethod } from "../wrap-method.ts";
import { adoptNativeSpans, helperBegins } from "./native-tracer.ts";
import { observeTools } from "./tool-runner.ts";
import { tracedMessage } from "./traced-message.ts";

/** Patches the class of messages; exports without it stay as they are. */
export function patchMessages(exports: unknown): void {
  const prototype = property(property(exports, "Messages"), "prototype");
  if (prototype === undefined) return;
  adoptNativeSpans();
  wrapMethod(prototype, "create", (self, args, original) =>
    tracedMessage({ self, args, original }),
  );
  wrapMethod(prototype, "stream", (self, args, original) =>
    helperBegins(self, args, () => original(args)),
  );
  wrapMethod(prototype, "toolRunner", (self, args, original) => original(observeTools(self, args)));
}
