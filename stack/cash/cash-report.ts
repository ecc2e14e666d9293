import { explainCash } from '../../lib/cash/explain-cash.ts';
import type { Say } from '../report/say.ts';
import type { Place, ToldDecision, ToldMove } from './cash-journal.ts';
import { usdText } from './cash-journal.ts';
import type { CashStack } from './start-cash.ts';

type Names = Pick<CashStack, 'owned'>;

const chainName = ({ owned }: Names, chainId: number): string =>
  owned.find(({ end }) => end.chainId === chainId)?.end.name ?? `chain ${chainId}`;

/** Equal addresses on two chains are two vaults. */
const vaultName = ({ owned }: Names, { chainId, vault }: ToldMove): string => {
  const end = owned.find((one) => one.end.chainId === chainId)?.end;
  return end?.vaults.find(({ address }) => address === vault)?.name ?? `${vault}`;
};

const moveWords = (names: Names, move: ToldMove): string => {
  const { kind, chainId, toChainId, units, received } = move;
  const chain = chainName(names, chainId);
  if (kind === 'bridge')
    return `${usdText(units)} USDC went from ${chain} to ${chainName(names, toChainId ?? 0)}`;
  if (kind === 'deposit') return `${usdText(units)} USDC went into ${vaultName(names, move)} on ${chain}`;
  return `${usdText(received ?? units)} USDC came out of ${vaultName(names, move)} on ${chain}`;
};

const isOver = ({ kind, status, isArrived }: ToldMove): boolean =>
  status === 'failed' || status === 'abandoned' || (status === 'done' && (kind !== 'bridge' || isArrived));

/** Where all of it is, in a line. */
export const placesText = (places: readonly Place[]): string => {
  const held = places.filter(({ units }) => units > 0n);
  const parts = held.map(({ chain, name, units }) => `${name} (${chain}) ${usdText(units)}`);
  const total = places.reduce((sum, { units }) => sum + units, 0n);
  return `${parts.join(', ')}; together ${usdText(total)}`;
};

/** Tells what has become of looks and moves since the last time, in plain lines. */
export const createCashReport = (names: Names, say: Say, startSeconds: number) => {
  const told = new Set<string>();
  let reason: string | null = null;
  const day = (seconds: number): string => {
    const since = Math.max(seconds - startSeconds, 0);
    const hour = Math.floor((since % 86_400) / 3_600);
    return `day ${`${Math.floor(since / 86_400)}`.padStart(3)} ${`${hour}`.padStart(2, '0')}:00`;
  };
  return {
    /** A stay is told when its reason is another one than that of the last look. */
    decision: ({ decision }: ToldDecision): void => {
      const { plan, decidedAt } = decision;
      const now = plan.kind === 'stay' ? plan.stay.reason : null;
      if (now === null || now !== reason) say(`  ${day(decidedAt)}  ${explainCash(decision).why}`);
      reason = now;
    },
    /** Each move once, when it is over. Answers whether any was told. */
    moves: (moves: readonly ToldMove[]): boolean => {
      const fresh = moves.filter((move) => isOver(move) && !told.has(move.id));
      for (const move of fresh) {
        told.add(move.id);
        const cost = move.cost === null ? 'cost unknown' : `cost ${usdText(move.cost)} USDC`;
        say(
          move.status === 'done'
            ? `                 done: ${moveWords(names, move)}; ${cost}`
            : `                 not done (${move.status}): ${moveWords(names, move)}`,
        );
      }
      return fresh.length > 0;
    },
    places: (places: readonly Place[]): void => say(`                 now: ${placesText(places)}`),
  };
};
