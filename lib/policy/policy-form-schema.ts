import { z } from 'zod';
import { policyFieldsSchema } from './policy-fields.ts';

/** JSON Schema of a policy as somebody writes it: a form drawn from it has every field, with its bounds and what it means. */
export const policyFormSchema = (): unknown => {
  const { $schema: _, ...schema } = z.toJSONSchema(policyFieldsSchema, {
    io: 'input',
    reused: 'inline',
    unrepresentable: 'any',
  });
  return schema;
};
