import { wrapMethod } from "../../genai/wrap-method.ts";
import type { ModulePatch } from "./module-patch.ts";
import { createWinstonSender } from "./winston-sender.ts";

/**
 * Sends what winston logs as log records, by one more transport of each logger. Upstream's instrumentation injects the
 * ids into the lines, but sends only where `@opentelemetry/winston-transport` is installed beside it, which needs the
 * logs API of old. An application that adds that transport by itself keeps it, and nothing is sent twice.
 */
export const winstonPatch: ModulePatch = {
  package: "winston",
  versions: [">=3.0.0 <4.0.0"],
  files: ["lib/winston/logger.js"],
  patch(exports) {
    if (typeof exports !== "function") return exports;
    wrapMethod(exports.prototype, "configure", (self, args, original) => {
      const result = original(args);
      addSender(self);
      return result;
    });
    return exports;
  },
};

/** `configure` takes all transports out, so ours is added after each. */
function addSender(logger: unknown): void {
  if (typeof logger !== "object" || logger === null) return;
  const add: unknown = Reflect.get(logger, "add");
  if (typeof add === "function") Reflect.apply(add, logger, [createWinstonSender(logger)]);
}
