import { checkAttributeKeys, checkInterval, checkView } from "./checks.ts";
import type { Shape } from "./shape.ts";
import { anything, checked, choice, ignored, keys, list } from "./shape-parts.ts";
import { milliseconds, pullExporter, pushExporter } from "./supported-exporters.ts";

/** Readers of metrics, each with its exporter. */
export const readers: Shape = list(
  choice({
    periodic: keys(
      {
        exporter: pushExporter,
        producers: list(choice({})),
        interval: checked(checkInterval),
        timeout: milliseconds,
        "max_export_batch_size/development": anything,
      },
      ignored("cardinality_limits"),
    ),
    pull: keys(
      { exporter: pullExporter, producers: list(choice({})) },
      ignored("cardinality_limits"),
    ),
  }),
);

const histogram = { record_min_max: anything };
const attributeKeys = list(checked(checkAttributeKeys));
/** Views of metrics. */
export const views: Shape = list({
  check: checkView,
  ...keys({
    selector: keys({
      instrument_name: anything,
      instrument_type: anything,
      unit: anything,
      meter_name: anything,
      meter_version: anything,
      meter_schema_url: anything,
    }),
    stream: keys({
      name: anything,
      description: anything,
      aggregation: choice({
        default: keys({}),
        drop: keys({}),
        explicit_bucket_histogram: keys({ ...histogram, boundaries: anything }),
        base2_exponential_bucket_histogram: keys(
          { ...histogram, max_size: anything },
          ignored("max_scale"),
        ),
        last_value: keys({}),
        sum: keys({}),
      }),
      aggregation_cardinality_limit: anything,
      attribute_keys: keys({ included: attributeKeys, excluded: attributeKeys }),
    }),
  }),
});
