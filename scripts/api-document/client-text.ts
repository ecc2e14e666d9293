import type { OpenApi } from '../../lib/api/openapi.ts';

type Node = {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Node[];
  readonly oneOf?: readonly Node[];
  readonly items?: Node;
  readonly prefixItems?: readonly Node[];
  readonly properties?: Readonly<Record<string, Node>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Node;
};

type Parameter = {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly schema: Node;
};
type Content = Readonly<Record<string, { readonly schema: Node }>>;
type Operation = {
  readonly operationId: string;
  readonly summary: string;
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>;
};

const nameOf = (ref: string): string => ref.split('/').at(-1) ?? '';
const literal = (value: unknown): string => JSON.stringify(value);
const wrapped = (type: string): string => (/[|&]/.test(type) ? `(${type})` : type);

const objectType = ({ properties = {}, required = [], additionalProperties }: Node): string => {
  const fields = Object.entries(properties).map(
    ([name, node]) => `readonly ${name}${required.includes(name) ? '' : '?'}: ${typeOf(node)}`,
  );
  if (fields.length > 0) return `{ ${fields.join('; ')} }`;
  return additionalProperties === false ? 'Record<string, never>' : 'Readonly<Record<string, unknown>>';
};

const arrayType = ({ items, prefixItems = [] }: Node): string => {
  const rest = items === undefined ? 'unknown' : typeOf(items);
  if (prefixItems.length === 0) return `readonly ${wrapped(rest)}[]`;
  return `readonly [${prefixItems.map(typeOf).join(', ')}, ...${wrapped(rest)}[]]`;
};

/** As much of a JSON Schema as the document uses, as a type. */
function typeOf(node: Node): string {
  if (node.$ref !== undefined) return nameOf(node.$ref);
  if (node.const !== undefined) return literal(node.const);
  if (node.enum !== undefined) return node.enum.map(literal).join(' | ');
  const choices = node.anyOf ?? node.oneOf;
  if (choices !== undefined) return [...new Set(choices.map(typeOf))].join(' | ');
  const { type } = node;
  if (Array.isArray(type)) return type.map((one: string) => typeOf({ ...node, type: one })).join(' | ');
  switch (type) {
    case 'string':
    case 'boolean':
    case 'null':
      return type;
    case 'integer':
    case 'number':
      return 'number';
    case 'array':
      return arrayType(node);
    case 'object':
      return objectType(node);
    default:
      return 'unknown';
  }
}

const wordsOf = (parameters: readonly Parameter[], where: string): string | null => {
  const fields = parameters
    .filter((one) => one.in === where)
    .map(({ name, required, schema }) => `readonly ${name}${required ? '' : '?'}: ${typeOf(schema)}`);
  return fields.length === 0 ? null : `{ ${fields.join('; ')} }`;
};

const isStream = ({ responses }: Pick<Operation, 'responses'>): boolean =>
  responses['200']?.content?.['text/event-stream'] !== undefined;

const answerOf = ({ responses }: Pick<Operation, 'responses'>): string => {
  const [, first] = Object.entries(responses).find(([status]) => status.startsWith('2')) ?? [];
  if (isStream({ responses })) return 'AsyncIterable<StreamEvent>';
  const json = first?.content?.['application/json'];
  return json === undefined ? 'undefined' : typeOf(json.schema);
};

const callOf = (path: string, method: string, operation: Operation): string => {
  const { operationId, summary, parameters, requestBody } = operation;
  const body = requestBody?.content['application/json'];
  const parts = [
    ['params', wordsOf(parameters, 'path')],
    ['query', wordsOf(parameters, 'query')],
    ['body', body === undefined ? null : typeOf(body.schema)],
  ].flatMap(([name, type]) =>
    type === null ? [] : [`readonly ${name}${name === 'query' ? '?' : ''}: ${type}`],
  );
  const asked = parts.length === 0 ? 'Options' : `{ ${parts.join('; ')} } & Options`;
  const optional = parts.every((part) => part.startsWith('readonly query')) ? ' = {}' : '';
  return `    /** ${summary} */
    ${operationId}: (asked: ${asked}${optional}): Promise<Answer<${answerOf(operation)}>> =>
      ask('${method.toUpperCase()}', '${path}', asked),`;
};

const HEAD = `// Made from docs/openapi.json by scripts/api-document.ts; change the endpoints, not this file. It imports nothing: copy it as it is.

/** Beside what an endpoint takes. */
export type Options = {
  /** The same write with the same key is done once, and answered again for a day. */
  readonly idempotencyKey?: string;
  readonly headers?: Readonly<Record<string, string>>;
};

/** An answer, or a refusal as problem+json: branch on \`problem.code\`. */
export type Answer<T> =
  | { readonly ok: true; readonly status: number; readonly headers: Headers; readonly value: T }
  | { readonly ok: false; readonly status: number; readonly headers: Headers; readonly problem: Problem };

/** One of a stream. Keep the last \`id\` that isn't empty, and send it as \`after\` to go on where you were. */
export type StreamEvent = { readonly id: string } & (
  | { readonly event: 'change'; readonly data: StreamChange }
  | { readonly event: 'end'; readonly data: StreamEnd }
  /** It has begun. After \`reset\` something may have been missed: read everything anew. */
  | { readonly event: 'ready' | 'reset' | 'alive'; readonly data: null }
);

/** Where the API is, and the token that is sent with every request. */
export type ApiSettings = {
  /** Like https://example.org, without a slash at its end. */
  readonly url: string;
  readonly token?: string;
  /** Default: the global one. */
  readonly fetch?: (request: Request) => Promise<Response>;
};
`;

const CORE = `type Asked = Options & {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly body?: unknown;
};

const addressOf = (url: string, path: string, { params = {}, query = {} }: Asked): string => {
  const filled = path.replace(/\\{(\\w+)\\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const words = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
  return \`\${url}\${filled}\${words.length === 0 ? '' : \`?\${new URLSearchParams(words)}\`}\`;
};

const unreadable = (status: number): Problem => ({
  ...{ type: 'about:blank', title: 'No answer of the API', code: 'unreadable', status },
  detail: 'What answered is not the API, or is broken.',
});

const eventOf = (block: string): StreamEvent => {
  const fields = new Map(block.split('\\n').map((line) => [line.split(':', 1)[0] ?? '', line.slice(line.indexOf(':') + 1).trim()]));
  const [id, event, data] = [fields.get('id') ?? '', fields.get('event') ?? 'alive', fields.get('data')];
  return { id, event, data: event === 'change' || event === 'end' ? JSON.parse(data ?? '') : null } as StreamEvent;
};

/** Leaving the loop closes the stream. */
async function* eventsOf(body: ReadableStream<Uint8Array>): AsyncGenerator<StreamEvent> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      text += decoder.decode(read.value, { stream: true });
      const blocks = text.split('\\n\\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) yield eventOf(block);
    }
  } finally {
    await reader.cancel();
  }
}

const answerOf = async <T>(response: Response): Promise<Answer<T>> => {
  const { status, headers } = response;
  const isStream = (headers.get('content-type') ?? '').startsWith('text/event-stream');
  if (isStream && response.body !== null) return { ok: true, status, headers, value: eventsOf(response.body) as T };
  const isJson = (headers.get('content-type') ?? '').includes('json');
  const body: unknown = isJson ? await response.json() : undefined;
  // The document says what an answer holds; a client trusts its server so far.
  if (response.ok) return { ok: true, status, headers, value: body as T };
  return { ok: false, status, headers, problem: isJson ? (body as Problem) : unreadable(status) };
};
`;

/** The typed client of a document: one function for each endpoint, over nothing but fetch. */
export const clientText = ({ paths, components }: OpenApi): string => {
  const types = Object.entries(components.schemas).map(
    ([name, schema]) => `export type ${name} = ${typeOf(schema as Node)};`,
  );
  const calls = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) =>
      callOf(path, method, operation as unknown as Operation),
    ),
  );
  return `${HEAD}
${types.join('\n\n')}

${CORE}
/** The API as functions, one for each endpoint. A refusal is a value; only a network that fails throws. */
export const apiClient = ({ url, token, fetch: send = fetch }: ApiSettings) => {
  const ask = async <T>(method: string, path: string, asked: Asked): Promise<Answer<T>> => {
    const headers = new Headers(asked.headers);
    if (token !== undefined) headers.set('authorization', \`Bearer \${token}\`);
    if (asked.idempotencyKey !== undefined) headers.set('idempotency-key', asked.idempotencyKey);
    if (asked.body !== undefined) headers.set('content-type', 'application/json');
    const init = { method, headers, ...(asked.body === undefined ? {} : { body: JSON.stringify(asked.body) }) };
    return answerOf<T>(await send(new Request(addressOf(url, path, asked), init)));
  };
  return {
${calls.join('\n')}
  };
};
`;
};
