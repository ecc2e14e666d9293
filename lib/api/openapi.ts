import { z } from 'zod';
import { type Endpoint, isRead } from './endpoint.ts';
import { PROBLEM_CODES, problemRow, problemSchema } from './problem.ts';

/** As much of a JSON Schema as is looked into here. */
type Schema = Readonly<Record<string, unknown>>;
type Definitions = Map<string, Schema>;

const INPUT_SUFFIX = 'Input';

/** A schema with what it names moved into the document's own list. What is sent and what is answered are two things of one name. */
const schemaOf = (schema: z.ZodType, io: 'input' | 'output', definitions: Definitions): Schema => {
  const { $schema: _, $defs = {}, ...json } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  const renamed = (name: string): string => (io === 'input' ? `${name}${INPUT_SUFFIX}` : name);
  const moved = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(moved);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) =>
        key === '$ref' && typeof inner === 'string'
          ? [key, `#/components/schemas/${renamed(inner.replace('#/$defs/', ''))}`]
          : [key, moved(inner)],
      ),
    );
  };
  for (const [name, definition] of Object.entries($defs)) {
    const { $schema: __, id: ___, ...rest } = definition as Record<string, unknown>;
    definitions.set(renamed(name), moved(rest) as Schema);
  }
  const { id, ...root } = json as Record<string, unknown>;
  const whole = moved(root) as Schema;
  if (typeof id !== 'string') return whole;
  definitions.set(renamed(id), whole);
  return { $ref: `#/components/schemas/${renamed(id)}` };
};

const wordsOf = (node: Schema): Schema =>
  typeof node.description === 'string' ? { description: node.description } : {};

const parametersOf = (
  where: 'path' | 'query',
  schema: z.ZodType,
  definitions: Definitions,
): readonly Schema[] => {
  const { properties = {}, required = [] } = schemaOf(schema, 'input', definitions) as {
    readonly properties?: Readonly<Record<string, Schema>>;
    readonly required?: readonly string[];
  };
  return Object.entries(properties).map(([name, node]) => ({
    ...{ name, in: where, required: where === 'path' || required.includes(name) },
    ...wordsOf(node),
    schema: node,
  }));
};

const IDEMPOTENCY_KEY: Schema = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'The same request with the same key is done once, and answered again for a day.',
  schema: { type: 'string', pattern: '^[\\x21-\\x7e]{8,200}$' },
};

/** By who may ask, and from where. */
const codesOfAccess = ({ access, method }: Endpoint): readonly string[] => [
  'bad-request',
  'unauthorised',
  ...(access.who === 'anyone' ? [] : ['forbidden']),
  ...(access.scope === null ? ['session-required'] : []),
  ...(access.who !== 'anyone' && access.stepUp === true ? ['step-up-required'] : []),
  ...(method === 'GET' ? [] : ['cross-origin']),
  ...(access.scope === 'any' ? [] : ['scope-missing']),
];

/** Those that the handler itself may refuse with. */
const commonCodes = (endpoint: Endpoint): readonly string[] => [
  ...codesOfAccess(endpoint),
  ...(endpoint.body === undefined ? [] : ['not-json', 'too-large', 'media-type-unsupported']),
  ...(isRead(endpoint) ? [] : ['idempotency-key-reused']),
  'rate-limited',
];

const refusalsOf = (endpoint: Endpoint): Schema => {
  const found = endpoint.path.includes('{') ? ['not-found'] : [];
  const codes = PROBLEM_CODES.filter((code) =>
    [...commonCodes(endpoint), ...found, ...endpoint.problems].includes(code),
  );
  const byStatus = new Map<number, string[]>();
  for (const code of codes) {
    const { status } = problemRow(code);
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, all]) => [
      String(status),
      {
        description: all.join(', '),
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    ]),
  );
};

const answerOf = ({ answer, media, events, status, method }: Endpoint, definitions: Definitions): Schema => {
  const json =
    answer === undefined ? {} : { 'application/json': { schema: schemaOf(answer, 'output', definitions) } };
  // OpenAPI 3.1 has no words for the parts of a stream.
  const parts = Object.entries(events ?? {}).map(([name, data]) => [
    name,
    schemaOf(data, 'output', definitions),
  ]);
  const told = parts.length === 0 ? {} : { 'x-event-data': Object.fromEntries(parts) };
  const other = media === undefined ? {} : { [media]: { schema: { type: 'string' }, ...told } };
  const content = { ...json, ...other };
  return {
    [status]: {
      description: status === 204 ? 'Done.' : 'The answer.',
      ...(Object.keys(content).length === 0 ? {} : { content }),
    },
    ...(method === 'GET' && answer !== undefined
      ? { 304: { description: 'Not changed since the ETag that was sent.' } }
      : {}),
  };
};

const securityOf = ({ access }: Endpoint): readonly Schema[] => {
  const token = access.scope === null ? [] : [{ token: access.scope === 'any' ? [] : [access.scope] }];
  return [...(access.who === 'anyone' ? [{}] : []), { session: [] }, ...token];
};

const operationOf = (endpoint: Endpoint, definitions: Definitions): Schema => ({
  operationId: endpoint.id,
  tags: [endpoint.tag],
  summary: endpoint.summary,
  ...(endpoint.access.who === 'operator' || endpoint.access.who === 'admin'
    ? {
        description: `For ${endpoint.access.who}s.${endpoint.access.stepUp === true ? ' Needs a signature of the last ten minutes.' : ''}`,
      }
    : {}),
  security: securityOf(endpoint),
  parameters: [
    ...parametersOf('path', endpoint.params, definitions),
    ...parametersOf('query', endpoint.query, definitions),
    ...(isRead(endpoint) ? [] : [IDEMPOTENCY_KEY]),
  ],
  ...(endpoint.body === undefined
    ? {}
    : {
        requestBody: {
          required: true,
          content: { 'application/json': { schema: schemaOf(endpoint.body, 'input', definitions) } },
        },
      }),
  responses: {
    ...answerOf(endpoint, definitions),
    ...refusalsOf(endpoint),
    default: {
      description: 'Not available now: try again later.',
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    },
  },
});

/** An OpenAPI 3.1 document, as plain JSON. */
export type OpenApi = {
  readonly openapi: '3.1.1';
  readonly paths: Readonly<Record<string, Readonly<Record<string, Schema>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> } & Schema;
} & Schema;

/** The API's document, from the schemas that its handlers check by. The same endpoints give the same document. */
export const openApiOf = (endpoints: readonly Endpoint[]): OpenApi => {
  const definitions: Definitions = new Map();
  schemaOf(problemSchema, 'output', definitions);
  const paths: Record<string, Record<string, Schema>> = {};
  for (const endpoint of endpoints) {
    const { path, method } = endpoint;
    paths[path] = { ...paths[path], [method.toLowerCase()]: operationOf(endpoint, definitions) };
  }
  return {
    openapi: '3.1.1',
    info: {
      title: '1Balancer',
      version: '1',
      summary: 'Portfolios that are kept on target, and everything that was decided about them.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    tags: [...new Set(endpoints.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: {
        session: {
          ...{ type: 'apiKey', in: 'cookie', name: 'next-auth.session-token' },
          description: 'Sign-In with Ethereum; see docs/login.md. Writes are taken from our own pages only.',
        },
        token: {
          type: 'http',
          scheme: 'bearer',
          description: 'A token of yours, with the scopes it was given.',
        },
      },
      schemas: Object.fromEntries([...definitions].sort(([a], [b]) => (a < b ? -1 : 1))),
    },
  };
};
