import 'server-only';
import type { TransactionSql } from 'postgres';
import type { Address } from 'viem';
import {
  commandOf,
  HELP_TEXT,
  type PortfolioLine,
  pausedText,
  statusText,
  type TelegramCommand,
  telegramUpdate,
} from '../../../lib/alerts/telegram-commands.ts';
import { fail, ok, type Result } from '../../../lib/result.ts';
import { readEnv } from '../../env.ts';
import { changePortfolio, readPortfolioRows } from '../../store/api/portfolio-rows.ts';
import { countOpenAlerts, takeTelegramUpdate } from '../../store/api/telegram.ts';
import { asNamedViewer, becomeViewer } from '../../store/as-viewer.ts';
import { appendAudit, type Origin } from '../../store/audit/audit-log.ts';
import { readHalt } from '../../store/pages/fleet-index.ts';
import { onAppDatabase } from '../app-sql.ts';
import { commandChatHash, commandSecretHash } from './sealed-channel.ts';

/** A request as it came to a channel's address. */
export type TelegramPost = {
  readonly channelId: string;
  readonly secret: string;
  readonly body: string;
  readonly origin: Origin;
};

/** What Telegram is to do, as its answer. */
export type TelegramReply = {
  readonly method: 'sendMessage';
  readonly chat_id: number;
  readonly text: string;
  readonly link_preview_options: { readonly is_disabled: true };
};

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const SECRET = /^[\w-]{43}$/;
/** As many as one message pauses. */
const PORTFOLIOS_MAX = 1_000;
const TEXT_MAX = 4_096;

const updateOf = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
};

type Asking = { readonly owner: Address; readonly post: TelegramPost };
type OwnLine = PortfolioLine & { readonly id: string };

const linesOf = async (sql: TransactionSql, owner: Address): Promise<readonly OwnLine[]> => {
  const query = { owner, archived: 'no', limit: PORTFOLIOS_MAX } as const;
  const [rows, alerts] = await Promise.all([readPortfolioRows(sql, query), countOpenAlerts(sql)]);
  return rows.map(({ id, chainId, address, name, setAside, lastLook: look }) => ({
    ...{ id, chainId, address, name, setAside, look, openAlerts: alerts.get(id) ?? 0 },
  }));
};

/** Archives each, as its owner does on its settings page, with a row in the audit log that names the channel. */
const pauseAll = async (sql: TransactionSql, { owner, post }: Asking): Promise<readonly OwnLine[]> => {
  const lines = await linesOf(sql, owner);
  for (const { id } of lines) {
    await changePortfolio(sql, { id, archived: true });
    await appendAudit(sql, {
      ...{ actor: `user:${owner}`, action: 'portfolio-changed', portfolioId: id, origin: post.origin },
      before: { archived: false },
      after: { archived: true, byTelegramChannel: post.channelId },
    });
  }
  return lines;
};

const obey = async (sql: TransactionSql, command: TelegramCommand, asking: Asking): Promise<string> => {
  if (command === 'help') return HELP_TEXT;
  if (command === 'pause') return pausedText(await pauseAll(sql, asking), readEnv().app.url);
  const [lines, halted] = await Promise.all([linesOf(sql, asking.owner), readHalt(sql)]);
  return statusText(lines, halted !== null);
};

/**
 * Does what the owner of a channel has written in its chat, once. Null: nothing is answered, to strangers and to what is no command. Fails
 * with `unauthorised` where the secret is not the channel's, or as the database does: then nothing was done, and Telegram brings it again.
 */
export const hearTelegram = async (post: TelegramPost): Promise<Result<TelegramReply | null>> => {
  const { channelId, secret } = post;
  if (!UUID.test(channelId) || !SECRET.test(secret))
    return fail('unauthorised', 'The secret is not this channel’s.');
  const update = telegramUpdate.safeParse(updateOf(post.body));
  const message = update.success ? update.data.message : undefined;
  const command = commandOf(message?.text ?? '');
  return onAppDatabase((sql) =>
    asNamedViewer(sql, null, async (transaction): Promise<Result<TelegramReply | null>> => {
      const { verdict, owner } = await takeTelegramUpdate(transaction, {
        ...{ channelId, secretHash: commandSecretHash(secret) },
        // What can't be read is of no chat: it is only asked whether it came from Telegram.
        chatHash: commandChatHash(secret, String(message?.chat.id)),
        updateId: update.success ? update.data.update_id : 0,
      });
      if (verdict === 'unknown') return fail('unauthorised', 'The secret is not this channel’s.');
      if (owner === null || message === undefined || command === null) return ok(null);
      await becomeViewer(transaction, { address: owner, role: 'user' });
      const text = await obey(transaction, command, { owner, post });
      return ok({
        ...{ method: 'sendMessage', chat_id: message.chat.id, text: text.slice(0, TEXT_MAX) },
        link_preview_options: { is_disabled: true },
      });
    }),
  ).then((outcome) => (outcome.ok ? outcome.value : outcome));
};
