import { z } from 'zod';
import { REASON_WORDS } from '../engine/explain.ts';
import type { Reason } from '../engine/reasons.ts';
import { grouped } from '../money/display.ts';
import type { UnixSeconds } from '../result.ts';
import { formatUtcDate, formatUtcTime } from '../time/utc.ts';

/** What Telegram brings, in so far as it is of use; what else it holds is passed over. */
export const telegramUpdate = z.object({
  update_id: z.int().min(0),
  /** Absent: something else has happened than that somebody has written. */
  message: z.object({ chat: z.object({ id: z.int() }), text: z.string().max(4_096).optional() }).optional(),
});

const COMMANDS = ['status', 'pause', 'help'] as const;
export type TelegramCommand = (typeof COMMANDS)[number];

/** In a group a command may name the bot that it is for. `start` is what Telegram itself sends first. */
const COMMAND = /^\/([a-z]{1,32})(@\w{5,32})?(?=\s|$)/i;

/** Null of what is no command. One that there isn't asks for help. */
export const commandOf = (text: string): TelegramCommand | null => {
  const word = COMMAND.exec(text.trim())?.[1]?.toLowerCase();
  return word === undefined ? null : (COMMANDS.find((command) => command === word) ?? 'help');
};

/** A portfolio as a chat is told of it. */
export type PortfolioLine = {
  readonly chainId: number;
  readonly address: string;
  readonly name: string;
  readonly setAside: string | null;
  readonly openAlerts: number;
  readonly look: {
    readonly atSeconds: UnixSeconds;
    /** Null: it traded. */
    readonly reason: Reason | null;
    readonly valueUsd: string | null;
  } | null;
};

/** More are counted only: a message has an end. */
export const LINES_MAX = 10;

const nameOf = ({ name, address }: PortfolioLine): string => (name === '' ? address : name);

const lookText = ({ setAside, look }: PortfolioLine): string => {
  if (setAside !== null) return 'set aside, and not looked at';
  if (look === null) return 'not looked at yet';
  const { atSeconds, reason, valueUsd } = look;
  const value = valueUsd === null ? '' : `$ ${grouped(valueUsd)}, `;
  const done = reason === null ? 'traded' : `nothing traded, ${REASON_WORDS[reason]}`;
  return `${value}${done}, ${formatUtcDate(atSeconds)} ${formatUtcTime(atSeconds)} UTC`;
};

const alertsText = (count: number): string =>
  count === 0 ? '' : ` ${count} ${count === 1 ? 'alert is' : 'alerts are'} open.`;

const NONE = 'You have no portfolio that the bot looks at.';

const restText = (count: number): readonly string[] =>
  count > LINES_MAX ? [`And ${count - LINES_MAX} more.`] : [];

/** @param halted all trading of this installation is stopped */
export const statusText = (portfolios: readonly PortfolioLine[], halted: boolean): string => {
  const lines = portfolios
    .slice(0, LINES_MAX)
    .map((one) => `${nameOf(one)}: ${lookText(one)}.${alertsText(one.openAlerts)}`);
  const stop = halted ? ['All trading of this installation is stopped by its operator.'] : [];
  return [...stop, ...(lines.length === 0 ? [NONE] : lines), ...restText(portfolios.length)].join('\n');
};

/** What `pause` has done, and what it has not. @param appUrl without a slash at its end */
export const pausedText = (portfolios: readonly PortfolioLine[], appUrl: string): string => {
  if (portfolios.length === 0) return NONE;
  const pages = portfolios
    .slice(0, LINES_MAX)
    .map((one) => `${nameOf(one)}: ${appUrl}/portfolios/${one.chainId}/${one.address}/settings`);
  return [
    `The bot no longer acts on ${portfolios.length === 1 ? 'your portfolio' : `your ${portfolios.length} portfolios`}: archived.`,
    'The contract itself is not paused: orders that are open can be filled until they expire. To pause it is for its owner’s wallet alone.',
    'Bring it back, or pause the contract, on its pages:',
    ...pages,
    ...restText(portfolios.length),
  ].join('\n');
};

export const HELP_TEXT = [
  '/status tells of your portfolios.',
  '/pause has the bot no longer act on any of them. The contracts themselves are paused by your wallet alone.',
  '/help says this.',
].join('\n');
