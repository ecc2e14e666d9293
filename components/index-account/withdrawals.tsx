import type { IndexWithdrawalDto } from '../../lib/api/index-withdrawals.ts';
import { formatDecimal } from '../../lib/money/fixed-point.ts';
import { formatInstant, formatUnits } from '../ui/format.ts';
import type { IconName } from '../ui/icon.tsx';
import { type Tone, Word } from '../ui/word.tsx';

const STATES: Readonly<
  Record<IndexWithdrawalDto['state'], readonly [word: string, tone: Tone, icon: IconName]>
> = {
  selling: ['Being sold', 'plain', 'clock'],
  choose: ['Waits for you', 'warn', 'warning'],
  kept: ['Kept', 'plain', 'check'],
  asked: ['Written down', 'plain', 'clock'],
  leaving: ['On its way', 'plain', 'clock'],
  left: ['Arrived', 'good', 'check'],
  'came-back': ['Came back', 'warn', 'warning'],
  'not-sent': ['Not sent', 'warn', 'warning'],
  short: ['Arrived short', 'stop', 'warning'],
  failed: ['Failed', 'stop', 'stop'],
};

function Line({ withdrawal }: { readonly withdrawal: IndexWithdrawalDto }) {
  const { amountUnits, decimals, symbol, chain, to, isTest, state, words, createdAtSeconds } = withdrawal;
  const [word, tone, icon] = STATES[state];
  const { shareBps, sells } = withdrawal;
  return (
    <li className="border-t border-line py-2.5" data-withdrawal={state}>
      <p className="flex flex-wrap items-baseline justify-between gap-x-6">
        <span>
          {formatUnits(formatDecimal(BigInt(amountUnits), decimals))} {symbol}
          {isTest && ', a test'}
          {shareBps !== null && `, for ${shareBps / 100} % of all`}
        </span>
        <Word tone={tone} icon={icon}>
          {word}
        </Word>
      </p>
      <p className="max-w-prose text-pretty text-ink-soft">
        To <code className="font-mono text-[0.75rem] break-all">{to}</code> on {chain}, asked for{' '}
        {formatInstant(createdAtSeconds)}. {words}
      </p>
      {sells.length > 0 && (
        <ul className="max-w-prose text-pretty text-ink-soft">
          {sells.map((sell) => (
            <li key={sell.id}>
              {formatUnits(formatDecimal(BigInt(sell.amountUnits), sell.decimals))} {sell.symbol}:{' '}
              {sell.words}
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

/** Withdrawals with how far each is; none is sent again by itself. */
export const Withdrawals = ({ withdrawals }: { readonly withdrawals: readonly IndexWithdrawalDto[] }) => (
  <ul>
    {withdrawals.map((withdrawal) => (
      <Line key={withdrawal.id} withdrawal={withdrawal} />
    ))}
  </ul>
);
