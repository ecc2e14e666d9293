import { randomUUID } from 'node:crypto';
import { readEnv } from '../../services/env.ts';
import { startWebhookFake, type WebhookFake } from '../../services/notify/testing/webhook-fake.ts';
import { Secret } from '../../services/secret.ts';
import { sealSecret } from '../../services/secrets/envelope.ts';
import { channelAddressPlace } from '../../services/wire/alerts/alerts.ts';
import { type Bot, openBot } from '../../services/wire/tick/bot.ts';
import { type BotWorld, REQUEST } from './bot-world.ts';

const SECRET = 'a-secret-of-the-webhook-that-is-long-enough';
const SECRETS_KEY = '11'.repeat(32);
const OPERATOR = `0x${'0b'.repeat(20)}`;

/** Whom a world's bot tells, by webhooks that check what they get. */
export type AlertWatch = {
  readonly owners: WebhookFake;
  readonly operators: WebhookFake;
  /** Ticks of a bot that tells them. @throws where the tick fails */
  readonly tick: () => Promise<void>;
  /** Another such bot, with more in its environment. */
  readonly open: (env?: Readonly<Record<string, string>>) => Promise<Bot>;
  readonly close: () => Promise<void>;
};

/** A channel as its owner has made it. */
const keepChannel = async (
  { database: { admin } }: Pick<BotWorld, 'database'>,
  {
    owner,
    url,
    forOperators,
  }: { readonly owner: string; readonly url: string; readonly forOperators: boolean },
): Promise<void> => {
  const id = randomUUID();
  const keys = { current: new Secret(SECRETS_KEY), previous: null };
  const address = new Secret(JSON.stringify({ kind: 'webhook', url, secret: SECRET }));
  const sealed = sealSecret(keys, channelAddressPlace(id), address);
  if (!sealed.ok) throw new Error(sealed.error.message);
  await admin`insert into alert_channels (id, owner, kind, name, hint, for_operators)
    values (${id}, ${owner}, 'webhook', 'a webhook', 'here', ${forOperators})`;
  const { keyVersion, wrappedKey, sealed: bytes } = sealed.value;
  await admin`insert into secrets (table_name, row_id, column_name, key_version, wrapped_key, sealed)
    values ('alert_channels', ${id}, 'address', ${keyVersion}, ${wrappedKey}, ${bytes})`;
};

/** What it was told, in order, as "KIND phase". */
export const toldTo = (fake: WebhookFake): readonly string[] =>
  fake.taken.map(({ kind, phase }) => `${kind} ${phase}`);

/** A channel of the owner of the world's portfolio and one of an operator's, and a bot that tells them. The portfolio must be known already. */
export const watchAlerts = async (
  world: Pick<BotWorld, 'database' | 'env'>,
  env: Readonly<Record<string, string>> = {},
): Promise<AlertWatch> => {
  const [owners, operators] = [await startWebhookFake(SECRET), await startWebhookFake(SECRET)];
  const { admin } = world.database;
  const [account] = await admin`select owner from accounts order by id limit 1`;
  await keepChannel(world, { owner: account?.owner, url: owners.baseUrl, forOperators: false });
  await admin`insert into users (address, role) values (${OPERATOR}, 'operator')`;
  await keepChannel(world, { owner: OPERATOR, url: operators.baseUrl, forOperators: true });
  const open: AlertWatch['open'] = async (more = {}) => {
    const alerts = { SECRETS_KEY, ALERT_PRIVATE_ADDRESSES: '127.0.0.1', TICK_INTERVAL_SECONDS: '20' };
    const opened = await openBot(readEnv({ ...world.env, ...alerts, ...env, ...more }));
    if (!opened.ok) throw new Error(opened.error.message);
    return opened.value;
  };
  const bot = await open();
  return {
    ...{ owners, operators, open },
    tick: async () => {
      const ticked = await bot.tick(REQUEST);
      if (!ticked.ok) throw new Error(`${ticked.error.code}: ${ticked.error.message}`);
    },
    close: async () => {
      await bot.close();
      await owners.close();
      await operators.close();
    },
  };
};
