import { z } from 'zod';
import { policySchema } from './policy.ts';

/** What a schema wraps or offers, one level down. */
const partsOf = (schema: unknown): readonly unknown[] => {
  if (schema instanceof z.ZodObject) return Object.values(schema.shape);
  if (schema instanceof z.ZodArray) return [schema.element];
  if (schema instanceof z.ZodTuple) return [...schema.def.items, schema.def.rest];
  if (schema instanceof z.ZodUnion) return schema.options;
  if (schema instanceof z.ZodPipe) return [schema.in, schema.out];
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodReadonly
  )
    return [schema.unwrap()];
  return [];
};

const collect = (schema: unknown, names: Set<string>): Set<string> => {
  if (schema instanceof z.ZodObject) for (const name of Object.keys(schema.shape)) names.add(name);
  for (const part of partsOf(schema)) collect(part, names);
  return names;
};

/** Every field name that a policy may have, at any depth: what a misspelt one is compared with. */
export const policyFieldNames = (): readonly string[] => [...collect(policySchema, new Set())].sort();
