// Makes 5 numbered spans every 10 ms, and says after each time how many there are and when that was, as "made 5 at 123".
// A word on its standard input is how it ends: "natural", "exit" or "throw". FROM: the first number, 1.
import { writeSync } from "node:fs";
import { trace } from "@opentelemetry/api";

const { FROM = "1" } = process.env;
const tracer = trace.getTracer("spool-source");
let number = Number(FROM) - 1;

const timer = setInterval(() => {
  for (let count = 0; count < 5; count += 1) {
    number += 1;
    tracer.startSpan("numbered", { attributes: { number } }).end();
  }
  writeSync(1, `made ${number} at ${Date.now()}\n`);
}, 10);

process.stdin.once("data", (word) => {
  clearInterval(timer);
  process.stdin.destroy();
  writeSync(1, `made ${number} at ${Date.now()}\n`);
  process.exitCode = 5;
  const how = String(word).trim();
  if (how === "exit") process.exit();
  if (how === "throw") throw new Error("thrown on purpose");
});
