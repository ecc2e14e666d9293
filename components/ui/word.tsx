import type { ReactNode } from 'react';
import { Icon, type IconName } from './icon.tsx';

/** The three meanings, and no meaning. */
export type Tone = 'good' | 'warn' | 'stop' | 'plain';

const COLOURS: Readonly<Record<Tone, string>> = {
  good: 'text-good',
  warn: 'text-warn',
  stop: 'text-stop',
  plain: 'text-ink',
};

type Props = {
  readonly tone: Tone;
  readonly icon: IconName;
  readonly strong?: boolean;
  readonly children: ReactNode;
};

/** An icon and a word: what a colour means is never left to the colour. */
export function Word({ tone, icon, strong = false, children }: Props) {
  return (
    <span className={`whitespace-nowrap ${COLOURS[tone]} ${strong ? 'font-semibold' : ''}`}>
      <span className="mr-1.5 inline-block align-[-0.14em]">
        <Icon name={icon} />
      </span>
      {children}
    </span>
  );
}
