import type { IconName } from '../ui/icon.tsx';
import { type Tone, Word } from '../ui/word.tsx';
import { BOT_CAN, BOT_CANNOT, type Power } from './powers.ts';

type ColumnProps = {
  readonly head: string;
  readonly tone: Tone;
  readonly icon: IconName;
  readonly powers: readonly Power[];
};

function Column({ head, tone, icon, powers }: ColumnProps) {
  return (
    <div>
      <h3 className="pb-2 text-sm">
        <Word tone={tone} icon={icon} strong>
          {head}
        </Word>
      </h3>
      <ul>
        {powers.map(({ line, functions }) => (
          <li key={line} className="border-t border-line py-2.5 text-pretty">
            {line}
            {functions.length > 0 && (
              <span className="block pt-0.5 font-mono text-[0.6875rem] text-ink-soft wrap-anywhere">
                {functions.join(', ')}
              </span>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** What the bot's key is good for, and what it is not, line by line with the contract's own functions. */
export function BotPowers() {
  return (
    <div className="grid gap-x-12 gap-y-8 sm:grid-cols-2">
      <Column head="The bot can" tone="good" icon="check" powers={BOT_CAN} />
      <Column head="The bot cannot" tone="stop" icon="stop" powers={BOT_CANNOT} />
    </div>
  );
}
