import { z } from 'zod';
import { startScript } from './script-server.ts';

export type { FakeTurn } from './script-server.ts';

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

/** An endpoint of OpenAI's shape, as its chat completions are documented. */
export const startOpenAiFake = (key: string) =>
  startScript(key, {
    ...{ path: '/v1/chat/completions', request, fault: () => null },
    isAllowed: ({ authorization }, own) => authorization === `Bearer ${own}`,
    error: (_, text) => ({ error: { message: text } }),
    answer: (turn, number) => ({
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
    }),
  });
