import type { CashLeftAloneDto } from '../../lib/api/cash.ts';
import type { CashNames } from './cash-dtos.ts';

/** A contract of an owner's cash, as it was found. */
export type FoundCash = {
  readonly chainId: number;
  readonly address: string;
  readonly paused: boolean;
  /** It names a key of the bot's. */
  readonly isOurs: boolean;
};

const isFirst = (one: FoundCash, found: readonly FoundCash[]): boolean =>
  found.find(({ chainId, isOurs }) => isOurs && chainId === one.chainId) === one;

/** Those that are looked after: of an owner's on one chain the first that was found. */
export const tendedCash = (found: readonly FoundCash[]): readonly FoundCash[] =>
  found.filter((one) => isFirst(one, found));

const LEFT_ALONE_WORDS = {
  'other-signer': 'It names another key than the bot’s: nothing is moved in it.',
  'another-first':
    'Another of yours on this chain was found before it, and one a chain is looked after: nothing is moved in this one. Withdraw from it, or give the other one another signer, and this one is looked after.',
} as const;

/** Those that are not, and why; oldest first. */
export const leftAloneDtos = (found: readonly FoundCash[], names: CashNames): CashLeftAloneDto[] =>
  found.flatMap((one) => {
    if (isFirst(one, found)) return [];
    const { chainId, address, isOurs } = one;
    const reason = isOurs ? 'another-first' : 'other-signer';
    return [{ chainId, chainName: names.chain(chainId), address, reason, why: LEFT_ALONE_WORDS[reason] }];
  });
