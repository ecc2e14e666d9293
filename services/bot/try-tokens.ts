import type { Address } from 'viem';
import type { Block } from '../../lib/ledger/chain-facts.ts';
import { ok, type Result } from '../../lib/result.ts';
import {
  type Finding,
  type Holding,
  type TokenTrial,
  trialsDue,
  unansweredTrials,
  withTrials,
} from '../../lib/tokens/token-trial.ts';

export type TrialPorts = {
  /** All that is known of these tokens. */
  readonly known: (tokens: readonly Address[]) => Promise<Result<readonly TokenTrial[]>>;
  /** What trying them shows, in their order; null = there is nothing to try with. */
  readonly ask: (holdings: readonly Holding[], block: Block) => Promise<Result<readonly (Finding | null)[]>>;
  readonly keep: (trials: readonly TokenTrial[]) => Promise<Result<void>>;
  readonly log: { readonly warn: (fields: object, event: string) => void };
};

/** What trials have shown of a batch's tokens, those of this tick included. Fails as the database does; a node that can't try is a word, too. */
export type TryTokens = (
  holdings: readonly Holding[],
  block: Block,
) => Promise<Result<readonly TokenTrial[]>>;

/** Tries what is due, by one question at most however many batches a tick has. */
export const tryTokensWith = ({ known, ask, keep, log }: TrialPorts): TryTokens => {
  let hasAsked = false;
  return async (holdings, block) => {
    const words = await known([...new Set(holdings.map(({ token }) => token))]);
    if (!words.ok || hasAsked) return words;
    const due = trialsDue(holdings, words.value, block.timeSeconds);
    if (due.length === 0) return words;
    hasAsked = true;
    const answers = await ask(due, block);
    if (!answers.ok) log.warn({ code: answers.error.code, tokens: due.length }, 'tokens-not-tried');
    const news = answers.ok
      ? due.flatMap(({ token, holder }, index): readonly TokenTrial[] => {
          const finding = answers.value[index] ?? null;
          return finding === null ? [] : [{ token, holder, finding, atSeconds: block.timeSeconds }];
        })
      : unansweredTrials(due, words.value, block.timeSeconds);
    const kept = news.length === 0 ? ok(undefined) : await keep(news);
    return kept.ok ? ok(withTrials(words.value, news)) : kept;
  };
};
