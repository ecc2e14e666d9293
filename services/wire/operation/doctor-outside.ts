import { setTimeout as sleep } from 'node:timers/promises';
import { zeroHash } from 'viem';
import { z } from 'zod';
import { fail, ok, type Result } from '../../../lib/result.ts';
import { systemClock } from '../../clock.ts';
import type { MessageFacts, SourceFacts, VenueFacts, WebFacts } from '../../doctor/judge-outside.ts';
import type { Env } from '../../env.ts';
import type { Log } from '../../log.ts';
import { greetMailServer } from '../../notify/email.ts';
import { priceSourcesOf } from '../../prices/sources-of.ts';
import { openSecret } from '../../secrets/envelope.ts';
import { readSealedChannels, type SealedChannel } from '../../store/operation/database-facts.ts';
import { channelAddressPlace } from '../alerts/alerts.ts';
import { serveChains } from '../served-chain.ts';
import { readPricesOf } from '../tick/bot-chain.ts';
import type { InDatabase } from '../tick/bot-store.ts';
import { openOneinch } from '../tick/oneinch.ts';
import type { ChainProbes } from './doctor-chains.ts';
import { atOneinch, type PortfolioProbes } from './doctor-portfolios.ts';
import { openRoles, type RolesDesk } from './roles.ts';

/** What is asked of others than the database and the chains. */
export type OutsideProbes = {
  /** Null where the accounts' own feeds alone are traded on. */
  readonly source: () => Promise<SourceFacts | null>;
  readonly venues: () => Promise<VenueFacts>;
  readonly messages: () => Promise<MessageFacts>;
  readonly web: () => Promise<WebFacts | null>;
  readonly roles: () => Promise<Awaited<ReturnType<RolesDesk['list']>> | null>;
};

export type OutsideParts = {
  readonly env: Env;
  readonly chains: readonly ChainProbes[];
  readonly portfolios: PortfolioProbes;
  readonly run: InDatabase | null;
  readonly isWeb: boolean;
};

const TIMEOUT_MS = 5_000;
const ASSETS_MAX = 10;
const CHANNELS_MAX = 10_000;

/** Nobody reads along: what a node did is told by its own check. */
const SILENT = { warn: () => undefined } as unknown as Log;

const sourceOf = async ({ env, chains, portfolios }: OutsideParts): Promise<SourceFacts | null> => {
  if (env.prices.source === 'FEEDS') return null;
  const facts = new Map(env.chains.map(({ chain }) => [chain.id, chain]));
  const read = readPricesOf(serveChains(env.chains, SILENT));
  const [, other] = priceSourcesOf(env.prices, { clock: systemClock, sleep, read, chains: facts });
  if (other === undefined) return null;
  const asked = await Promise.all(
    chains.map(async ({ settings, best }) => {
      const at = await best();
      const assets = (await portfolios.assets(settings.chain.id)).slice(0, ASSETS_MAX);
      if (at === null || assets.length === 0) return [];
      const prices = await other(assets, at.head);
      return assets.map((asset) => {
        const price = prices.get(asset);
        if (price === undefined) return { symbol: asset.symbol, detail: 'it does not know this asset' };
        return { symbol: asset.symbol, detail: price.ok ? null : price.detail };
      });
    }),
  );
  const answers = asked.flat();
  return { answers: answers.length === 0 ? null : answers };
};

const NO_DATABASE = fail('database-unavailable', 'There is no database to take turns by.');

const venuesOf = async ({ env, chains, portfolios, run }: OutsideParts): Promise<VenueFacts> => {
  const served = await portfolios.served();
  const wantOneinch = served?.ok === true ? atOneinch(served.value) : 0;
  const hasKey = env.prices.oneinchKeys.length > 0;
  if (!hasKey) return { wantOneinch, hasKey, oneinch: [] };
  const asked = chains.map(async ({ settings, best }) => {
    const at = await best();
    const turns: InDatabase = run ?? (async () => NO_DATABASE);
    const chainId = settings.chain.id;
    const hands = at === null ? null : openOneinch(env, turns, { chainId, chain: at.chain });
    return {
      chain: settings.chain.name,
      answer: hands === null ? ok(null) : await hands.orderbook.find(zeroHash),
    };
  });
  return { wantOneinch, hasKey, oneinch: await Promise.all(asked) };
};

const opensWith =
  ({ sealing }: Env) =>
  ({ id, sealed }: SealedChannel): boolean =>
    sealed !== null && openSecret(sealing, channelAddressPlace(id), sealed).ok;

const messagesOf = async ({ env, run }: OutsideParts): Promise<MessageFacts> => {
  const { mailServer } = env.alerts;
  const [greeted, channels] = await Promise.all([
    mailServer === null ? null : greetMailServer(mailServer, TIMEOUT_MS),
    run === null ? null : run((sql) => readSealedChannels(sql, CHANNELS_MAX)),
  ]);
  return {
    hasKey: env.sealing.current !== null,
    mail: greeted === null ? null : { why: greeted.ok ? null : greeted.why },
    channels:
      channels === null || !channels.ok
        ? channels
        : ok({
            count: channels.value.length,
            mailboxes: channels.value.filter(({ kind }) => kind === 'email').length,
            unopened: channels.value.filter((channel) => !opensWith(env)(channel)).map(({ id }) => id),
          }),
  };
};

const healthSchema = z.looseObject({ alive: z.literal(true) });

const asked = async (url: string): Promise<Response | null> => {
  try {
    return await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS) });
  } catch {
    return null;
  }
};

const aliveOf = async (url: string): Promise<Result<unknown>> => {
  const response = await asked(`${url}/api/health`);
  if (response === null) return fail('not-configured', 'nobody answers there.');
  const body: unknown = await response.json().catch(() => null);
  return response.ok && healthSchema.safeParse(body).success
    ? ok(null)
    : fail('not-configured', `what answers there is no 1Balancer (${response.status}).`);
};

const webOf = async ({ env, isWeb }: OutsideParts): Promise<WebFacts | null> => {
  if (!isWeb) return null;
  const { url, authSecret } = env.app;
  const [alive, refused] = await Promise.all([aliveOf(url), asked(`${url}/api/balance`)]);
  await refused?.body?.cancel();
  return { url, alive, unauthorised: refused?.status ?? null, canLogIn: authSecret !== null };
};

const rolesOf = async ({ env, isWeb }: OutsideParts) => {
  if (!isWeb || env.dbDirectUrl === null) return null;
  const desk = openRoles({ directUrl: env.dbDirectUrl.reveal(), named: env.adminAddresses });
  try {
    return await desk.list();
  } finally {
    void desk.close();
  }
};

export const outsideProbes = (parts: OutsideParts): OutsideProbes => ({
  source: () => sourceOf(parts),
  venues: () => venuesOf(parts),
  messages: () => messagesOf(parts),
  web: () => webOf(parts),
  roles: () => rolesOf(parts),
});
