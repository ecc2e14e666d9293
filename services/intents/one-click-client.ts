import type { z } from 'zod';
import { instantText } from '../../lib/intents/instants.ts';
import type { ListedToken } from '../../lib/intents/listed-token.ts';
import { type AskedSwap, type OfferedQuote, quoteRequest } from '../../lib/intents/quote.ts';
import type { SwapReport } from '../../lib/intents/swap.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import type { AskJson, JsonAnswer, JsonQuestion } from '../http/ask-json.ts';
import { quoteAnswer, refusalWords, statusAnswer, submitAnswer, tokensAnswer } from './one-click-shapes.ts';
import { plainButFor, plainJson } from './plain-json.ts';

/** Statuses that are answers: of a request that is refused, and of a deposit address that is not known. */
export const ONE_CLICK_ANSWERS: readonly number[] = [400, 404];

/** The 1Click API, as far as it is asked. Failures are those of {@link AskJson} and `venue-…`. */
export type OneClick = {
  readonly tokens: () => Promise<Result<readonly ListedToken[]>>;
  /** A quote as it came: it is judged by whoever sends by it. A dry one has no deposit address. */
  readonly quote: (asked: AskedSwap, how: { readonly dry: boolean }) => Promise<Result<OfferedQuote>>;
  /** Null = it knows no such deposit address. */
  readonly status: (depositAddress: string, memo: string | null) => Promise<Result<SwapReport | null>>;
  /**
   * Hands a signed text in. That it is refused says nothing of whether it has moved money before: only the verifier's nonce does.
   * @returns the hash by the other side's own reckoning
   */
  readonly submit: (signed: { readonly text: string; readonly signature: string }) => Promise<Result<string>>;
};

const malformed = (what: string): Result<never> =>
  fail('venue-malformed', `1Click answers ${what} that can’t be read.`, { when: 'next-tick' });

const refused = ({ json }: JsonAnswer, what: string): Result<never> =>
  fail('venue-refused', `1Click refuses ${what}: ${refusalWords(plainJson(json))}.`, { when: 'next-tick' });

export const oneClickClient = (askJson: AskJson): OneClick => {
  const ask = async <T>(
    question: JsonQuestion,
    of: { readonly what: string; readonly shape: z.ZodType<T>; readonly plain?: (json: unknown) => unknown },
  ): Promise<Result<T>> => {
    const answer = await askJson(question);
    if (!answer.ok) return answer;
    if (answer.value.status >= 400) return refused(answer.value, of.what);
    const read = of.shape.safeParse((of.plain ?? plainJson)(answer.value.json));
    return read.success ? ok(read.data) : malformed(of.what);
  };
  return {
    tokens: () => {
      const plain = (json: unknown) => plainButFor(json, 'price');
      return ask({ path: '/v0/tokens' }, { what: 'a list of tokens', shape: tokensAnswer, plain });
    },
    quote: (asked, { dry }) => {
      const body = quoteRequest(asked, { dry, deadline: instantText(asked.deadlineSeconds) });
      return ask({ path: '/v0/quote', body }, { what: 'a quote', shape: quoteAnswer });
    },
    status: async (depositAddress, memo) => {
      const query = `depositAddress=${encodeURIComponent(depositAddress)}`;
      const beside = memo === null ? '' : `&depositMemo=${encodeURIComponent(memo)}`;
      const answer = await askJson({ path: `/v0/status?${query}${beside}` });
      if (!answer.ok) return answer;
      if (answer.value.status === 404) return ok(null);
      if (answer.value.status >= 400) return refused(answer.value, 'a status');
      const read = statusAnswer.safeParse(plainJson(answer.value.json));
      return read.success ? ok(read.data) : malformed('a status');
    },
    submit: async ({ text, signature }) => {
      const signedData = { standard: 'erc191', payload: text, signature };
      const body = { type: 'swap_transfer', signedData };
      const taken = await ask(
        { path: '/v0/submit-intent', body },
        { what: 'an intent', shape: submitAnswer },
      );
      return taken.ok ? ok(taken.value.intentHash) : taken;
    },
  };
};
