import type { ReactNode } from 'react';
import type { PortfolioDto, PortfolioState } from '../../lib/api/portfolio-dto.ts';
import type { IconName } from '../ui/icon.tsx';
import { type Tone, Word } from '../ui/word.tsx';
import { shortHex } from './format.ts';

type Props = {
  readonly label: string;
  readonly value: string;
  /** The one number that matters most: larger, and over the full width of a narrow page. */
  readonly large?: boolean;
  readonly children: ReactNode;
};

/** One number with its name above, and its unit, age or source below. */
export function Figure({ label, value, large = false, children }: Props) {
  return (
    <div className={large ? 'col-span-2 min-w-0 lg:col-span-1' : 'min-w-0'}>
      <dt className="text-ink-soft">{label}</dt>
      <dd
        className={
          large
            ? 'text-[1.75rem] leading-10 tracking-tight sm:text-[2rem]'
            : 'text-xl leading-8 tracking-tight'
        }
      >
        {value}
      </dd>
      <dd className="text-ink-soft">{children}</dd>
    </div>
  );
}

/** An address or hash: shortened, whole on hover. */
export function Hex({ hex }: { readonly hex: string }) {
  return (
    <span className="whitespace-nowrap font-mono text-[0.75rem]" title={hex}>
      {shortHex(hex)}
    </span>
  );
}

type Look = { readonly tone: Tone; readonly icon: IconName; readonly word: string };

const LOOKS: Readonly<Record<PortfolioState, Look>> = {
  'on-target': { tone: 'good', icon: 'check', word: 'On target' },
  'order-open': { tone: 'plain', icon: 'exchange', word: 'Order open' },
  waiting: { tone: 'plain', icon: 'clock', word: 'Waiting' },
  blocked: { tone: 'warn', icon: 'warning', word: 'Needs attention' },
  paused: { tone: 'stop', icon: 'pause', word: 'Stopped' },
  'not-looked-at': { tone: 'plain', icon: 'dashed', word: 'Not looked at yet' },
};

/** The one word a portfolio is summed up by. */
export function StateWord({
  state,
  detail,
}: {
  readonly state: PortfolioState;
  readonly detail: PortfolioDto['stateDetail'];
}) {
  const { tone, icon, word } = LOOKS[state];
  return (
    <Word tone={tone} icon={icon} strong>
      {word}
      {detail !== null && <span className="font-normal"> · {detail}</span>}
    </Word>
  );
}
