import { z } from 'zod';
import { startScript } from './script-server.ts';

const text = z.strictObject({ type: z.literal('text'), text: z.string().min(1) });
const toolUse = z.strictObject({
  ...{ type: z.literal('tool_use'), id: z.string().regex(/^[\w-]+$/), name: z.string().min(1) },
  input: z.record(z.string(), z.unknown()),
});
const toolResult = z.strictObject({
  ...{ type: z.literal('tool_result'), tool_use_id: z.string().min(1) },
  content: z.union([z.string(), z.array(text)]).optional(),
  is_error: z.boolean().optional(),
});
const message = z.discriminatedUnion('role', [
  z.strictObject({
    role: z.literal('user'),
    content: z.union([z.string().min(1), z.array(z.union([text, toolResult])).min(1)]),
  }),
  z.strictObject({
    role: z.literal('assistant'),
    content: z.union([z.string().min(1), z.array(z.union([text, toolUse])).min(1)]),
  }),
]);

/** Nothing that the documented form of a message doesn't have. */
const request = z.strictObject({
  model: z.string().min(1),
  max_tokens: z.int().min(1),
  messages: z.array(message).min(1),
  system: z.union([z.string(), z.array(text)]).optional(),
  temperature: z.number().min(0).max(1).optional(),
  stream: z.literal(false).optional(),
  tools: z
    .array(
      z.strictObject({
        name: z.string().regex(/^[\w-]{1,64}$/),
        description: z.string().optional(),
        input_schema: z.looseObject({ type: z.literal('object') }),
      }),
    )
    .optional(),
  tool_choice: z.strictObject({ type: z.enum(['auto', 'any', 'none']) }).optional(),
});
type Request = z.output<typeof request>;

const blocksOf = ({ content }: Request['messages'][number]) => (typeof content === 'string' ? [] : content);

/** Turns change from the user on, and each use of a tool is answered first in the message after it. */
const faultIn = ({ messages }: Request): string | null => {
  for (const [index, one] of messages.entries()) {
    if (one.role !== (index % 2 === 0 ? 'user' : 'assistant'))
      return 'roles must alternate, from the user on';
    const used = blocksOf(messages[index - 1] ?? one).flatMap((block) =>
      index > 0 && block.type === 'tool_use' ? [block.id] : [],
    );
    const answered = blocksOf(one).flatMap((block) =>
      block.type === 'tool_result' ? [block.tool_use_id] : [],
    );
    if (`${used}` !== `${answered}`) return 'each tool_use must have its tool_result in the next message';
  }
  return messages.at(-1)?.role === 'user' ? null : 'the last message must be the user’s';
};

const ERRORS: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  404: 'not_found_error',
  429: 'rate_limit_error',
  529: 'overloaded_error',
};

/** An endpoint of Anthropic's Messages API, as it is documented. */
export const startAnthropicFake = (key: string) =>
  startScript(key, {
    ...{ path: '/v1/messages', request, fault: faultIn },
    isAllowed: (headers, own) =>
      headers['x-api-key'] === own && headers['anthropic-version'] === '2023-06-01',
    error: (status, text) => ({
      type: 'error',
      error: { type: ERRORS[status] ?? 'api_error', message: text },
    }),
    answer: (turn, number) => ({
      ...{ id: `msg_${number}`, type: 'message', role: 'assistant', model: 'fake', stop_sequence: null },
      ...(turn.kind === 'text'
        ? { stop_reason: 'end_turn', content: [{ type: 'text', text: turn.text }] }
        : {
            stop_reason: 'tool_use',
            content: [{ type: 'tool_use', id: `toolu_${number}`, name: turn.tool, input: turn.input }],
          }),
      usage: { input_tokens: 1, output_tokens: 1 },
    }),
  });
