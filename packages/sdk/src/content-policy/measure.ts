import type { MeterProvider } from "@opentelemetry/api";
import type { ContentFigures } from "./content-figures.ts";

/** Offers what the policy has done as a metric; it has no points before there is anything to tell. */
export function measureContents(provider: MeterProvider, figures: ContentFigures): void {
  const meter = provider.getMeter("@agent-otel/sdk");
  const counter = meter.createObservableCounter("agent_otel.content.screened", {
    unit: "{attribute}",
    description:
      "Attributes and bodies with contents of conversations that were removed or rewritten.",
  });
  counter.addCallback((result) => {
    for (const [signal, actions] of Object.entries(figures)) {
      for (const [action, count] of Object.entries(actions)) {
        if (count === 0) continue;
        const attributes = { "agent_otel.signal": signal, "agent_otel.content.action": action };
        result.observe(count, attributes);
      }
    }
  });
}
