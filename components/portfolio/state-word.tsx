import type { PortfolioDto, PortfolioState } from '../../lib/api/portfolio-dto.ts';
import type { IconName } from '../ui/icon.tsx';
import { type Tone, Word } from '../ui/word.tsx';

type Look = { readonly tone: Tone; readonly icon: IconName; readonly word: string };

const LOOKS: Readonly<Record<PortfolioState, Look>> = {
  'on-target': { tone: 'good', icon: 'check', word: 'On target' },
  'order-open': { tone: 'plain', icon: 'exchange', word: 'Order open' },
  waiting: { tone: 'plain', icon: 'clock', word: 'Waiting' },
  blocked: { tone: 'warn', icon: 'warning', word: 'Needs attention' },
  paused: { tone: 'stop', icon: 'pause', word: 'Paused' },
  halted: { tone: 'stop', icon: 'stop', word: 'Halted' },
  'not-looked-at': { tone: 'plain', icon: 'dashed', word: 'Not looked at yet' },
};

/** The word of a state alone, as in a count. */
export const stateWord = (state: PortfolioState): string => LOOKS[state].word;

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
