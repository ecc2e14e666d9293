import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';

/** What the fake answers one request with. */
export type FakeTurn =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'call'; readonly tool: string; readonly input: unknown }
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'raw'; readonly body: string; readonly type?: string }
  | { readonly kind: 'silence' };

const toolCall = z.strictObject({
  ...{ id: z.string().min(1), type: z.literal('function') },
  function: z.strictObject({ name: z.string().min(1), arguments: z.string() }),
});
const message = z.discriminatedUnion('role', [
  z.strictObject({ role: z.literal('system'), content: z.string() }),
  z.strictObject({ role: z.literal('user'), content: z.string() }),
  z.strictObject({
    role: z.literal('assistant'),
    content: z.string().nullable(),
    tool_calls: z.array(toolCall).optional(),
  }),
  z.strictObject({ role: z.literal('tool'), tool_call_id: z.string(), content: z.string() }),
]);

/** Nothing that the documented form of a chat completion doesn't have. */
const request = z.strictObject({
  model: z.string().min(1),
  messages: z.array(message).min(1),
  max_tokens: z.int().min(1),
  temperature: z.number().min(0).max(2),
  tools: z.array(
    z.strictObject({
      type: z.literal('function'),
      function: z.strictObject({
        name: z.string().regex(/^[\w-]{1,64}$/),
        description: z.string(),
        parameters: z.record(z.string(), z.unknown()),
      }),
    }),
  ),
  tool_choice: z.enum(['auto', 'none']).optional(),
});
export type FakeRequest = z.output<typeof request>;

const read = async (incoming: IncomingMessage): Promise<string> => {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
};

const send = (response: ServerResponse, status: number, body: string): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(body);
};

const completion = (turn: Extract<FakeTurn, { kind: 'text' | 'call' }>, number: number): string =>
  JSON.stringify({
    ...{ id: `chatcmpl-${number}`, object: 'chat.completion', created: 1_700_000_000, model: 'fake' },
    choices: [
      turn.kind === 'text'
        ? { index: 0, finish_reason: 'stop', message: { role: 'assistant', content: turn.text } }
        : {
            ...{ index: 0, finish_reason: 'tool_calls' },
            message: {
              ...{ role: 'assistant', content: null },
              tool_calls: [
                {
                  ...{ id: `call_${number}`, type: 'function' },
                  function: { name: turn.tool, arguments: JSON.stringify(turn.input) },
                },
              ],
            },
          },
    ],
    usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
  });

/** An endpoint of OpenAI's shape on this machine: refuses what the documented form doesn't have, and answers by a script. */
export const startOpenAiFake = async (key: string) => {
  let script: FakeTurn[] = [];
  const seen: FakeRequest[] = [];
  const refused: string[] = [];
  const server = createServer(async (incoming, response) => {
    const text = await read(incoming);
    if (incoming.method !== 'POST' || incoming.url !== '/v1/chat/completions')
      return send(response, 404, '{}');
    if (incoming.headers.authorization !== `Bearer ${key}`)
      return send(response, 401, JSON.stringify({ error: { message: `Incorrect API key ${key}` } }));
    const parsed = request.safeParse(JSON.parse(text));
    if (!parsed.success) {
      refused.push(parsed.error.message);
      return send(response, 400, JSON.stringify({ error: { message: 'Not the documented form' } }));
    }
    seen.push(parsed.data);
    const turn = script.shift() ?? { kind: 'status', status: 500 };
    if (turn.kind === 'silence') return undefined;
    if (turn.kind === 'status')
      return send(
        response,
        turn.status,
        JSON.stringify({ error: { message: `status ${turn.status} for ${key}` } }),
      );
    if (turn.kind === 'raw') {
      response.writeHead(200, { 'content-type': turn.type ?? 'application/json' }).end(turn.body);
      return undefined;
    }
    return send(response, 200, completion(turn, seen.length));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    /** What is answered from now on, a turn each. */
    play: (turns: readonly FakeTurn[]) => {
      script = [...turns];
      seen.length = 0;
    },
    seen: () => seen,
    refused: () => refused,
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
};
