import type { ConfigurationModel } from "@opentelemetry/configuration";
import type { DetectedResource, Resource, ResourceDetector } from "@opentelemetry/resources";
import type { ResourceAttributes } from "../resource/attributes.ts";

type ResourceModel = NonNullable<ConfigurationModel["resource"]>;

/**
 * The resource of a file, completed by what this SDK always says: its own name, and the name and version of
 * the service where the file has none.
 */
export function completeResource(
  resource: ResourceModel | undefined,
  detected: ResourceAttributes,
): ResourceModel {
  const attributes = resource?.attributes ?? [];
  const given = new Set(attributes.map(({ name }) => name));
  const own = ownNames
    .filter((name) => !given.has(name) && detected[name] !== undefined)
    .map((name) => ({ name, value: String(detected[name]) }));
  return { ...resource, attributes: [...own, ...attributes] };
}

const ownNames = [
  "service.name",
  "service.version",
  "telemetry.distro.name",
  "telemetry.distro.version",
];

/** What upstream's package of resources runs detectors with. */
type DetectResources = (config: { detectors: ResourceDetector[] }) => Resource;

/**
 * Runs upstream's detectors and keeps of their attributes what the file includes and does not exclude, which
 * upstream leaves out of account. What may hold secrets or names persons or machines is kept only if the
 * file includes it by its whole name.
 */
export function filterDetectors(
  detect: DetectResources,
  model: ConfigurationModel,
): DetectResources {
  const filter = model.resource?.["detection/development"]?.attributes;
  const isKept = (name: string): boolean => {
    if (filter?.excluded?.some((pattern) => matches(name, pattern)) === true) return false;
    if (filter?.included === undefined) return !delicate.has(name);
    if (delicate.has(name)) return filter.included.includes(name);
    return filter.included.some((pattern) => matches(name, pattern));
  };
  return ({ detectors }) =>
    detect({
      detectors: detectors.map((detector) => ({
        detect: (config): DetectedResource => {
          const { attributes = {}, ...rest } = detector.detect(config);
          const kept = Object.entries(attributes).filter(([name]) => isKept(name));
          return { ...rest, attributes: Object.fromEntries(kept) };
        },
      })),
    });
}

const delicate: ReadonlySet<string> = new Set([
  "host.id",
  "process.command",
  "process.command_args",
  "process.executable.path",
  "process.owner",
]);

/** `?` stands for one character, `*` for any number of them. */
function matches(name: string, pattern: string): boolean {
  const escaped = pattern.replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`);
  const source = escaped.replaceAll(/\*+/g, ".*").replaceAll("?", ".");
  return new RegExp(`^${source}$`, "s").test(name);
}
