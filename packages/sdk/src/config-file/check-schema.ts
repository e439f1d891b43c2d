import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { type Fault, isSecretPlace, type Path } from "./fault.ts";
import { isMapping, keysOf, type Shape, shapeAt, unknownKey } from "./shape.ts";

const require = createRequire(import.meta.url);

/**
 * Checks the content of a file against the schema that upstream carries, and says what is wrong in words
 * for a person. The schema's validator stops at the first fault of each part.
 */
export function checkSchema(value: unknown, supported: Shape): readonly Fault[] {
  const validate = loadValidator();
  if (validate(value)) return [];
  const errors = (validate.errors ?? []).filter(isMapping).map(readError);
  const decisive = errors.find(({ keyword }) => keyword === "oneOf") ?? errors[0];
  if (decisive === undefined) return [{ path: [], expected: "a file that fits the schema" }];
  return [explain(decisive, resolvePointer(decisive.pointer, value), supported)];
}

/** What the generated code gives for one fault: the form of the library ajv. */
interface SchemaError {
  readonly keyword: string;
  readonly pointer: string;
  readonly params: Readonly<Record<string, unknown>>;
}

type Validator = ((value: unknown) => boolean) & { readonly errors?: readonly unknown[] | null };

/** The package keeps it to itself: its public function reads `process.env` and tells less of a fault. */
function loadValidator(): Validator {
  const folder = dirname(require.resolve("@opentelemetry/configuration"));
  const module: { default: Validator } = require(join(folder, "generated", "validator.cjs"));
  return module.default;
}

function readError(error: Readonly<Record<string, unknown>>): SchemaError {
  const { keyword, instancePath, params } = error;
  return {
    keyword: String(keyword),
    pointer: typeof instancePath === "string" ? instancePath : "",
    params: isMapping(params) ? params : {},
  };
}

function explain({ keyword, params }: SchemaError, path: Path, supported: Shape): Fault {
  const shape = shapeAt(supported, path);
  const isKnown = shape?.kind === "keys" || shape?.kind === "choice";
  const { additionalProperty: key } = params;
  if (typeof key === "string" && isSecretPlace(path)) {
    // A header written as a mapping: even its key is not ours to print.
    return { path, expected: "the keys name and value", secret: true };
  }
  if (typeof key === "string") {
    const place = [...path, key];
    if (!isKnown) return { path: place, expected: "no such key", secret: true };
    const { used: _, ...fault } = unknownKey(key, shape);
    return { ...fault, path: place };
  }
  const names = isKnown && keyword.endsWith("Properties") ? keysOf(shape) : [];
  const expected =
    names.length > 0 ? `exactly one of ${names.join(", ")}` : inWords(keyword, params);
  return { path, expected, ...(isSecretPlace(path) ? { secret: true } : {}) };
}

function inWords(keyword: string, params: SchemaError["params"]): string {
  const { type, limit, allowedValues, missingProperty } = params;
  const types = (Array.isArray(type) ? type : [type]).map(String);
  switch (keyword) {
    case "type":
      return (types.length > 1 ? types.filter((name) => name !== "null") : types)
        .map((name) => typeWords[name] ?? name)
        .join(" or ");
    case "required":
      return `the key ${String(missingProperty)}`;
    case "enum":
      return `one of ${(Array.isArray(allowedValues) ? allowedValues : []).filter((item) => item !== null).join(", ")}`;
    case "minimum":
      return `a number of at least ${String(limit)}`;
    case "exclusiveMinimum":
      return `a number greater than ${String(limit)}`;
    case "maximum":
      return `a number of at most ${String(limit)}`;
    case "minItems":
      return `a list of at least ${String(limit)}`;
    case "minProperties":
    case "maxProperties":
      return `a mapping of ${String(limit)}`;
    case "oneOf":
      return "text, a number, true, false, or a list of one of them";
    default:
      return "what the schema allows";
  }
}

const typeWords: Readonly<Record<string, string>> = {
  string: "text",
  boolean: "true or false",
  integer: "a whole number",
  number: "a number",
  array: "a list",
  object: "a mapping",
  null: "nothing",
};

/** Turns a JSON pointer into a place; which steps are indices only the value can tell. */
function resolvePointer(pointer: string, value: unknown): Path {
  const path: (number | string)[] = [];
  let current: unknown = value;
  for (const part of pointer.split("/").slice(1)) {
    const key = part.replaceAll("~1", "/").replaceAll("~0", "~");
    if (Array.isArray(current)) {
      path.push(Number(key));
      current = current[Number(key)];
    } else {
      path.push(key);
      current = isMapping(current) ? current[key] : undefined;
    }
  }
  return path;
}
