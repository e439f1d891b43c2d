import type { Attributes } from "@opentelemetry/api";
import { keysOf, readRaw } from "./clean-attributes.ts";
import { type Cleaning, cleanValue, cutText, setOwn } from "./clean-value.ts";
import type { SpanLimits } from "./limits.ts";
import { warn } from "./quiet-diag.ts";

/** The attributes of a span: a flat list, until somebody asks for an object. */
export interface AttributeHolder {
  /** Key, value, key, value, …; empty and unused once there is an object. */
  attributeList: unknown[];
  /** The attributes as users' processors see and change them. */
  attributeObject: Attributes | undefined;
  /** Where each key stands in the list; only for spans with many attributes. */
  attributeIndex: Map<string, number> | undefined;
  /** The integers that the object has as text, since exporters print it as JSON, which throws for a bigint. */
  bigIntegers: Map<string, bigint> | undefined;
  droppedAttributesCount: number;
  /** Values that were replaced or left out, in part or in whole. */
  repairs: number;
}

/**
 * Sets one attribute, in place of an earlier one of the same name. Never throws.
 * https://opentelemetry.io/docs/specs/otel/trace/api/#set-attributes
 */
export function putAttribute(
  holder: AttributeHolder,
  limits: SpanLimits,
  key: string,
  value: unknown,
): void {
  if (value === undefined) return;
  if (typeof key !== "string" || key.length === 0) {
    warn("A span's attribute has been left out: its name is no text, or empty.");
    leaveOut(holder);
    return;
  }
  if (holder.attributeObject !== undefined) {
    putIntoObject(holder, limits, holder.attributeObject, key, value);
    return;
  }
  const list = holder.attributeList;
  const at = find(holder, list, key);
  if (at < 0 && list.length >= limits.attributeCountLimit * 2) {
    holder.droppedAttributesCount += 1;
    return;
  }
  const clean = cleanForSpan(holder, limits, value);
  if (clean === undefined) return;
  if (at >= 0) list[at + 1] = clean;
  else list.push(key, clean);
}

function leaveOut(holder: AttributeHolder): void {
  holder.droppedAttributesCount += 1;
  holder.repairs += 1;
}

/** A list of more entries is searched through an index. */
const LONG_LIST = 64;

function find(holder: AttributeHolder, list: readonly unknown[], key: string): number {
  if (list.length > LONG_LIST) return findIndexed(holder, list, key);
  for (let at = 0; at < list.length; at += 2) {
    if (list[at] === key) return at;
  }
  return -1;
}

function findIndexed(holder: AttributeHolder, list: readonly unknown[], key: string): number {
  const index = (holder.attributeIndex ??= new Map());
  for (let at = index.size * 2; at < list.length; at += 2) index.set(String(list[at]), at);
  return index.get(key) ?? -1;
}

/** Undefined, and counted, when nothing can be kept. */
function cleanForSpan(holder: AttributeHolder, limits: SpanLimits, value: unknown): unknown {
  const limit = limits.attributeValueLengthLimit;
  switch (typeof value) {
    case "string":
      return value.length > limit && limit > 0 ? cutText(value, limit) : value;
    case "number":
    case "boolean":
      return value;
    default: {
      const maxLength = limit > 0 ? limit : Number.POSITIVE_INFINITY;
      const cleaning: Cleaning = { maxLength, repairs: 0 };
      const clean = cleanValue(value, cleaning);
      if (cleaning.repairs > 0) holder.repairs += 1;
      if (clean === undefined) holder.droppedAttributesCount += 1;
      return clean;
    }
  }
}

function putIntoObject(
  holder: AttributeHolder,
  limits: SpanLimits,
  object: Attributes,
  key: string,
  value: unknown,
): void {
  if (!Object.hasOwn(object, key) && Object.keys(object).length >= limits.attributeCountLimit) {
    holder.droppedAttributesCount += 1;
    return;
  }
  const clean = cleanForSpan(holder, limits, value);
  if (clean !== undefined) setOwn(object, key, readable(clean));
  noteBigInteger(holder, key, clean);
}

function noteBigInteger(holder: AttributeHolder, key: string, value: unknown): void {
  if (typeof value === "bigint") (holder.bigIntegers ??= new Map()).set(key, value);
  else if (value !== undefined) holder.bigIntegers?.delete(key);
}

/** Sets all own attributes of an object of unknown origin. Never throws. */
export function putAttributes(holder: AttributeHolder, limits: SpanLimits, given: unknown): void {
  if (typeof given !== "object" || given === null) return;
  for (const key of keysOf(given, holder)) {
    const before = holder.repairs;
    const value = readRaw(given, key, holder);
    if (holder.repairs > before) holder.droppedAttributesCount += 1;
    putAttribute(holder, limits, key, value);
  }
}

/** A copy of the attributes as an object. */
export function copyAttributes(holder: AttributeHolder): Attributes {
  const { attributeList: list, attributeObject } = holder;
  if (attributeObject !== undefined) return { ...attributeObject };
  const object: Attributes = {};
  for (let at = 0; at < list.length; at += 2) {
    setOwn(object, String(list[at]), readable(list[at + 1]));
  }
  return object;
}

/** As {@link AttributeHolder.bigIntegers} says. */
function readable(value: unknown): unknown {
  return typeof value === "bigint" ? value.toString() : value;
}

/** The attributes as an object that counts from now on: what is changed in it is what is exported. */
export function shareAttributes(holder: AttributeHolder): Attributes {
  if (holder.attributeObject === undefined) {
    const { attributeList: list } = holder;
    holder.attributeObject = copyAttributes(holder);
    for (let at = 0; at < list.length; at += 2) {
      noteBigInteger(holder, String(list[at]), list[at + 1]);
    }
    holder.attributeList = [];
    holder.attributeIndex = undefined;
  }
  return holder.attributeObject;
}

/** The attribute that was set, for the value that the object has: the integer, unless somebody has changed the text. */
export function exactAttribute(holder: AttributeHolder, key: string, value: unknown): unknown {
  const exact = typeof value === "string" ? holder.bigIntegers?.get(key) : undefined;
  return exact !== undefined && String(exact) === value ? exact : value;
}

/** Removes one attribute. */
export function deleteAttribute(holder: AttributeHolder, key: string): void {
  if (holder.attributeObject !== undefined) {
    Reflect.deleteProperty(holder.attributeObject, key);
    return;
  }
  const at = find(holder, holder.attributeList, key);
  if (at < 0) return;
  holder.attributeList.splice(at, 2);
  holder.attributeIndex = undefined;
}

/** One attribute's value; undefined when there is none. */
export function readAttribute(holder: AttributeHolder, key: string): unknown {
  if (holder.attributeObject !== undefined) {
    if (!Object.hasOwn(holder.attributeObject, key)) return undefined;
    return exactAttribute(holder, key, holder.attributeObject[key]);
  }
  const at = find(holder, holder.attributeList, key);
  return at < 0 ? undefined : holder.attributeList[at + 1];
}

/** Gives what is kept of an attribute: the value itself, another, or `undefined` for nothing. */
export type RewriteAttribute = (key: string, value: unknown) => unknown;

/** Asks about each attribute, and keeps what it is told. Costs next to nothing beside the questions. */
export function rewriteAttributes(holder: AttributeHolder, rewrite: RewriteAttribute): void {
  if (holder.attributeObject !== undefined) {
    holder.attributeObject = rewriteRecord(holder.attributeObject, rewrite);
    return;
  }
  const { attributeList: list } = holder;
  let kept = 0;
  for (let at = 0; at < list.length; at += 2) {
    const value = list[at + 1];
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each second entry is a name
    const next = rewrite(list[at] as string, value);
    if (next === undefined) continue;
    if (kept !== at) list[kept] = list[at];
    if (kept !== at || next !== value) list[kept + 1] = next;
    kept += 2;
  }
  if (kept === list.length) return;
  list.length = kept;
  holder.attributeIndex = undefined;
}

/**
 * As {@link rewriteAttributes}, of an object that anybody may have put together. It is not changed: where something is
 * to be, there is another.
 */
export function rewriteRecord(record: Attributes, rewrite: RewriteAttribute): Attributes {
  let changed: Attributes | undefined;
  const keys = keysOf(record, { repairs: 0 });
  for (const [at, key] of keys.entries()) {
    const value = readRaw(record, key);
    const next = rewrite(key, value);
    if (changed === undefined && (next !== value || next === undefined)) {
      changed = {};
      for (const before of keys.slice(0, at)) setOwn(changed, before, readRaw(record, before));
    }
    if (changed !== undefined && next !== undefined) setOwn(changed, key, next);
  }
  return changed ?? record;
}
