import { createAnthropic } from '@ai-sdk/anthropic';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { APICallError, generateText, type LanguageModel, stepCountIs, tool } from 'ai';
import { z } from 'zod';
import type { Facts } from '../../lib/facts/fact.ts';
import type { FailureCode } from '../../lib/failure-code.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import type { ModelSettings } from '../env-model.ts';
import { DRAFT_RULES, showFacts } from './draft-prompt.ts';

/** A call of a tool, its answer, and so on: who needs more is not getting anywhere. */
const STEPS_MAX = 4;
const TOKENS_MAX = 900;

/** Who is asked, by the endpoint's own shape. */
export const modelOf = ({ kind, url, name, key }: ModelSettings): LanguageModel =>
  kind === 'anthropic'
    ? createAnthropic({ baseURL: url, apiKey: key.reveal() })(name)
    : createOpenAICompatible({ name: 'analyst', baseURL: url, apiKey: key.reveal() })(name);

const REFUSED: Readonly<Record<number, FailureCode>> = {
  401: 'model-refused',
  402: 'model-limited',
  403: 'model-refused',
  404: 'model-refused',
  408: 'model-slow',
  429: 'model-limited',
};

const WORDS: Readonly<Record<string, string>> = {
  'model-limited': 'The model’s quota is used up.',
  'model-malformed': 'The model answered what can’t be read.',
  'model-refused': 'The model’s endpoint refuses the key, or knows no such model.',
  'model-slow': 'The model didn’t answer in time.',
  'model-unavailable': 'The model’s endpoint can’t be reached.',
};

/** By what went wrong alone: neither the key nor a word of an answer is in it. */
const codeOf = (error: unknown, signal: AbortSignal): FailureCode => {
  if (signal.aborted) return 'model-slow';
  if (!APICallError.isInstance(error)) return 'model-malformed';
  const { statusCode } = error;
  if (statusCode === undefined || statusCode >= 500) return 'model-unavailable';
  return REFUSED[statusCode] ?? 'model-malformed';
};

const refusalOf = (error: unknown, signal: AbortSignal): Result<never> => {
  const code = codeOf(error, signal);
  return fail(code, WORDS[code] ?? 'The model gave no draft.');
};

/**
 * Asks a model for a draft with slots. It is given one tool, which reads these facts and nothing else. Fails with `model-slow`,
 * `model-limited`, `model-refused`, `model-unavailable` or `model-malformed`; tried once, since the next hour comes.
 */
export const askDraftOf =
  (model: LanguageModel, timeoutMs: number) =>
  async (facts: Facts): Promise<Result<string>> => {
    const signal = AbortSignal.timeout(timeoutMs);
    const listFacts = tool({
      description: 'Lists facts with their ids, all of them or those of one measure or one asset.',
      inputSchema: z.object({ measure: z.string().max(60).optional(), asset: z.string().max(20).optional() }),
      execute: async (wanted) => showFacts(facts, wanted),
    });
    try {
      const { text } = await generateText({
        ...{ model, system: DRAFT_RULES, prompt: 'Word the summary.', tools: { listFacts } },
        ...{ stopWhen: stepCountIs(STEPS_MAX), maxOutputTokens: TOKENS_MAX, temperature: 0, maxRetries: 0 },
        abortSignal: signal,
      });
      return text.trim() === '' ? fail('model-malformed', 'The model answered nothing.') : ok(text.trim());
    } catch (error) {
      return refusalOf(error, signal);
    }
  };
