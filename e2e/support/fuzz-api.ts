import Ajv from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { isAddress } from 'viem';
import type { Endpoint } from '../../lib/api/endpoint.ts';
import { ENDPOINTS } from '../../lib/api/endpoints.ts';
import { openApiOf } from '../../lib/api/openapi.ts';
import { type Answer, askRoute, type Credentials } from './api-world.ts';
import { arbitraryOf, type Definitions, nearlyOf, type Schema } from './schema-arbitrary.ts';

const DOCUMENT = openApiOf(ENDPOINTS);
const SCHEMAS = DOCUMENT.components.schemas as Definitions;

const ajv = new Ajv({ strict: false });
ajv.addFormat('evm-address', (text: string) => isAddress(text));
ajv.addSchema({ $id: 'document', components: DOCUMENT.components });
const checks = new Map<unknown, ReturnType<typeof ajv.compile>>();

const compiled = (schema: unknown): ReturnType<typeof ajv.compile> => {
  const known = checks.get(schema);
  if (known !== undefined) return known;
  const made = ajv.compile(
    JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"document#/components')),
  );
  checks.set(schema, made);
  return made;
};

type Content = Readonly<Record<string, { readonly schema: Schema }>>;
type Operation = {
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly schema: Schema }[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly content?: Content } | undefined>>;
};

const operationOf = ({ path, method }: Endpoint): Operation =>
  DOCUMENT.paths[path]?.[method.toLowerCase()] as unknown as Operation;

type Request = {
  readonly who: number;
  readonly ids: readonly number[];
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly key: string | null;
};

const requestOf = (endpoint: Endpoint, people: number): fc.Arbitrary<Request> => {
  const { parameters, requestBody } = operationOf(endpoint);
  const words = parameters.filter((one) => one.in === 'query');
  const query = fc.record(
    Object.fromEntries(
      words.map(({ name, schema }) => [
        name,
        fc.oneof(
          { weight: 4, arbitrary: arbitraryOf(schema, SCHEMAS).map(String) },
          { weight: 1, arbitrary: fc.string() },
        ),
      ]),
    ),
    {
      requiredKeys:
        endpoint.id === 'exportPortfolio' ? ['what'] : endpoint.id === 'listPrices' ? ['asset'] : [],
    },
  );
  const schema = requestBody?.content['application/json']?.schema;
  const body =
    schema === undefined
      ? fc.constant(undefined)
      : fc.oneof(
          { weight: 1, arbitrary: arbitraryOf(schema, SCHEMAS) },
          { weight: 1, arbitrary: nearlyOf(schema, SCHEMAS) },
        );
  const key = fc.option(fc.stringMatching(/^[a-z]{8,12}$/), { freq: 3 });
  return fc.record({
    who: fc.nat(people - 1),
    ids: fc.array(fc.nat(9), { minLength: 2, maxLength: 2 }),
    query: query as fc.Arbitrary<Readonly<Record<string, string>>>,
    ...{ body, key },
  });
};

export type Fuzzed = {
  readonly endpoint: string;
  readonly requests: number;
  /** Requests whose every part the published schema takes. */
  readonly valid: number;
  readonly statuses: Readonly<Record<number, number>>;
};

export type FuzzTerms = {
  readonly endpoint: Endpoint;
  readonly requests: number;
  /** Who asks, by turns. */
  readonly people: readonly Credentials[];
  /** What path parameters may be, by name; what is there is asked for most. */
  readonly known: Readonly<Record<string, readonly string[]>>;
  /** What no answer may hold. */
  readonly secrets: readonly string[];
};

const STACK = /node_modules|\bat [\w.]+ \(|\.ts:\d+|SQLSTATE|PostgresError|ZodError|TypeError/;

const check = (answer: Answer, { endpoint, secrets }: FuzzTerms, request: Request): void => {
  const fault = (what: string): Error =>
    new Error(
      `${endpoint.id} ${what}: ${answer.status} ${answer.text.slice(0, 400)} for ${JSON.stringify(request)}`,
    );
  if (answer.status >= 500) throw fault('broke');
  if (STACK.test(answer.text)) throw fault('tells of its inside');
  for (const secret of secrets) if (answer.text.includes(secret)) throw fault('shows a secret');
  const published = operationOf(endpoint).responses[String(answer.status)];
  if (published === undefined && answer.status !== 304)
    throw fault('answers with a status that is not published');
  const type = (answer.headers.get('content-type') ?? '').split(';')[0] ?? '';
  const schema = published?.content?.[type]?.schema;
  if (answer.text !== '' && schema === undefined) throw fault('answers in a form that is not published');
  if (answer.body === null || schema === undefined) return;
  const isPublished = compiled(schema);
  if (isPublished(answer.body)) return;
  const [first] = isPublished.errors ?? [];
  throw fault(`answers otherwise than is published (${first?.instancePath} ${first?.message})`);
};

/** Asks one endpoint as its document says, nearly so, and otherwise. @throws at the first answer that should not be */
export const fuzzEndpoint = async (terms: FuzzTerms): Promise<Fuzzed> => {
  const { endpoint, requests, people, known } = terms;
  const schema = operationOf(endpoint).requestBody?.content['application/json']?.schema;
  const isBody = schema === undefined ? () => true : compiled(schema);
  const statuses: Record<number, number> = {};
  let valid = 0;
  const property = fc.asyncProperty(requestOf(endpoint, people.length), async (request) => {
    let turn = 0;
    const path = endpoint.path.replace(/\{(\w+)\}/g, (_, name: string) => {
      const words = [...(known[name] ?? []), 'no-id', '0', '999999999999'];
      turn += 1;
      return encodeURIComponent(words[(request.ids[turn - 1] ?? 0) % words.length] ?? '1');
    });
    const search = new URLSearchParams(request.query).toString();
    const text = request.body === undefined ? undefined : JSON.stringify(request.body);
    const answer = await askRoute(endpoint.method, `${path}${search === '' ? '' : `?${search}`}`, {
      as: people[request.who] ?? {},
      ...(text === undefined ? {} : { text }),
      headers: request.key === null ? {} : { 'idempotency-key': request.key },
    });
    statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
    if (text === undefined || isBody(JSON.parse(text))) valid += 1;
    check(answer, terms, request);
  });
  await fc.assert(property, { numRuns: requests, endOnFailure: true });
  return { endpoint: endpoint.id, requests, valid, statuses };
};
