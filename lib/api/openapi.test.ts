import { env } from 'node:process';
import Ajv from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { isAddress } from 'viem';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import {
  arbitraryOf,
  type Definitions,
  edgesOf,
  nearlyOf,
  type Schema,
} from '../../e2e/support/schema-arbitrary.ts';
import type { Endpoint } from './endpoint.ts';
import { ENDPOINTS } from './endpoints.ts';
import { openApiOf } from './openapi.ts';

const DOCUMENT = openApiOf(ENDPOINTS);
const SCHEMAS = DOCUMENT.components.schemas as Definitions;
const RUNS = Math.min(2_000, Number(env.PROPERTY_CASES ?? 60));

const ajv = new Ajv({ strict: false, allErrors: false });
ajv.addFormat('evm-address', (text: string) => isAddress(text));
ajv.addSchema({ $id: 'document', components: DOCUMENT.components });

/** The schema by itself, its references pointing into the document. */
const compiled = (schema: Schema) =>
  ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"document#/components')));

type Operation = {
  readonly parameters: readonly {
    readonly name: string;
    readonly in: string;
    readonly required: boolean;
    readonly schema: Schema;
  }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
};

const operationOf = ({ path, method }: Endpoint): Operation =>
  DOCUMENT.paths[path]?.[method.toLowerCase()] as unknown as Operation;

const parametersOf = (operation: Operation, where: string): Schema => {
  const all = operation.parameters.filter((one) => one.in === where);
  return {
    type: 'object',
    properties: Object.fromEntries(all.map(({ name, schema }) => [name, schema])),
    required: all.filter(({ required }) => required).map(({ name }) => name),
    additionalProperties: false,
  } as Schema;
};

const EDGE_RUNS = Math.ceil(RUNS / 10);

const agree = (published: Schema, checked: z.ZodType): void => {
  const isValid = compiled(published);
  const same = (values: fc.Arbitrary<unknown>, numRuns: number): void =>
    fc.assert(
      fc.property(values, (made) => {
        // As it arrives: what JSON can't say is not there.
        const value: unknown = JSON.parse(JSON.stringify(made ?? null));
        expect({ value, taken: checked.safeParse(value).success }).toEqual({ value, taken: isValid(value) });
      }),
      { numRuns },
    );
  same(fc.oneof(arbitraryOf(published, SCHEMAS), nearlyOf(published, SCHEMAS)), RUNS);
  for (const edge of edgesOf(published, SCHEMAS)) same(edge, EDGE_RUNS);
};

describe('the published document', () => {
  it('names every operation once, and every path its parameters', () => {
    const ids = ENDPOINTS.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const endpoint of ENDPOINTS) {
      const named = [...endpoint.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const declared = operationOf(endpoint).parameters.filter((one) => one.in === 'path');
      expect(declared.map(({ name }) => name)).toEqual(named);
    }
  });

  it('refers to nothing that it does not define', () => {
    const refs = [...JSON.stringify(DOCUMENT).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)];
    expect(refs.length).toBeGreaterThan(20);
    for (const [, name = ''] of refs) expect(Object.keys(SCHEMAS)).toContain(name);
  });

  it.each(ENDPOINTS.filter(({ body }) => body !== undefined).map((one) => [one.id, one] as const))(
    'takes the bodies that the handler takes, and no others: %s',
    (_id, endpoint) => {
      const published = operationOf(endpoint).requestBody?.content['application/json']?.schema;
      if (published === undefined || endpoint.body === undefined) throw new Error('not published');
      agree(published, endpoint.body);
    },
  );

  it.each(ENDPOINTS.map((one) => [one.id, one] as const))(
    'takes the paths and queries that the handler takes, and no others: %s',
    (_id, endpoint) => {
      const operation = operationOf(endpoint);
      agree(parametersOf(operation, 'path'), endpoint.params);
      agree(parametersOf(operation, 'query'), endpoint.query);
    },
  );
});
