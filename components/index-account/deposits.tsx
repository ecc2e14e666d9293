import type { IndexDepositDto } from '../../lib/api/index-deposits.ts';
import { formatDecimal } from '../../lib/money/fixed-point.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { formatInstant, formatSpan, formatUnits } from '../ui/format.ts';
import type { IconName } from '../ui/icon.tsx';
import { type Tone, Word } from '../ui/word.tsx';

type State = IndexDepositDto['state'];
const STATES: Readonly<Record<State, readonly [word: string, tone: Tone, icon: IconName]>> = {
  awaited: ['Awaited', 'plain', 'clock'],
  'address-dead': ['Its address is dead', 'plain', 'pause'],
  seen: ['Seen on its chain', 'plain', 'clock'],
  'too-little': ['Too little came', 'warn', 'warning'],
  'too-late': ['Came too late', 'warn', 'warning'],
  'on-its-way': ['On its way', 'plain', 'clock'],
  arrived: ['Arrived', 'good', 'check'],
  'came-back': ['Came back', 'warn', 'warning'],
  failed: ['Failed', 'stop', 'stop'],
  unclear: ['Unclear', 'warn', 'warning'],
};
/** Money may still be sent to the address. */
const TAKES: readonly State[] = ['awaited', 'too-little'];

const amount = (units: string, { decimals, symbol }: IndexDepositDto): string =>
  `${formatUnits(formatDecimal(BigInt(units), decimals))} ${symbol}`;

function Copied({ label, text }: { readonly label: string; readonly text: string }) {
  return (
    <p className="flex flex-wrap items-center gap-x-2">
      <span className="text-ink-soft">{label}</span>
      <code className="font-mono text-[0.75rem] break-all">{text}</code>
      <CopyButton text={text} what={label.toLowerCase()} />
    </p>
  );
}

/** Where to send, and all that has to be right about it: the memo stands before the address, which is of no use without. */
export function SendTo({ deposit }: { readonly deposit: IndexDepositDto }) {
  const { address, memo, chain, symbol, deadSeconds } = deposit;
  return (
    <div className="mt-1 rounded-md border border-accent p-3">
      <p className="max-w-prose text-pretty">
        Send {amount(deposit.amountUnits, deposit)} on <strong>{chain}</strong>, and nothing but {symbol},
        before {formatInstant(deadSeconds)}. Less than {amount(deposit.leastUnits, deposit)} is sent back.
      </p>
      {memo !== null && (
        <>
          <p className="text-warn">Without this memo the money is lost:</p>
          <Copied label="Memo" text={memo} />
        </>
      )}
      <Copied label="Address" text={address} />
    </div>
  );
}

function Line({ deposit }: { readonly deposit: IndexDepositDto }) {
  const [word, tone, icon] = STATES[deposit.state];
  const { chain, words, ageSeconds, seenUnits, backUnits, state } = deposit;
  return (
    <li className="border-t border-line py-2.5" data-deposit={state}>
      <p className="flex flex-wrap items-baseline justify-between gap-x-6">
        <span>
          {amount(deposit.amountUnits, deposit)} <span className="text-ink-soft">from {chain}</span>
        </span>
        <Word tone={tone} icon={icon}>
          {word}
        </Word>
      </p>
      <p className="max-w-prose text-pretty text-ink-soft">
        {words} Asked for {formatSpan(ageSeconds)} ago.
        {seenUnits !== null && ` Seen at its address: ${amount(seenUnits, deposit)}.`}
        {backUnits !== null && ` Sent back: ${amount(backUnits, deposit)}.`}
      </p>
      {TAKES.includes(state) && <SendTo deposit={deposit} />}
    </li>
  );
}

/** Deposits with how far each is; nothing of them counts as held. */
export const Deposits = ({ deposits }: { readonly deposits: readonly IndexDepositDto[] }) => (
  <ul>
    {deposits.map((deposit) => (
      <Line key={deposit.id} deposit={deposit} />
    ))}
  </ul>
);
