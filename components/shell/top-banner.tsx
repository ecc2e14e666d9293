import type { HaltDto } from '../../lib/api/halt-dto.ts';
import type { BotDto } from '../../lib/api/portfolio-dto.ts';
import { formatSpan } from '../ui/format.ts';
import { HaltBanner } from './halt-banner.tsx';
import { Banner } from './notices.tsx';

type Props = { readonly bot: BotDto; readonly halted: HaltDto | null; readonly simulated: boolean };

/** One at a time, the gravest. */
export function TopBanner({ bot, halted, simulated }: Props) {
  if (halted !== null) return <HaltBanner halted={halted} />;
  if (bot.stale)
    return (
      <Banner kind="warning" title="The bot is not running.">
        {bot.lastTickAgeSeconds === null
          ? 'It has never looked.'
          : `Its last tick was ${formatSpan(bot.lastTickAgeSeconds)} ago; one is expected every ${formatSpan(bot.intervalSeconds)}.`}{' '}
        What you see is what it saw then. Open orders can still be filled, within your contract’s rules.
      </Banner>
    );
  if (!simulated) return null;
  return (
    <Banner kind="note" title="Simulated market.">
      A chain on this machine, with prices that are replayed or made up: the chain’s time is not the time of
      day. The contracts, orders and fills are real code at work; the money is not.
    </Banner>
  );
}
