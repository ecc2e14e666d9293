import postgres from 'postgres';
import { type Hex, keccak256, toHex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { createLog } from '../../services/log.ts';
import { Secret } from '../../services/secret.ts';
import { openBotDatabase } from '../../services/store/database.ts';
import { openDepositTurn } from '../../services/wire/indexes/open-deposit-turn.ts';
import { openIndexTurn } from '../../services/wire/indexes/open-index-turn.ts';
import { environment } from '../../services/wire/operation/environment.ts';
import { inDatabase } from '../../services/wire/tick/bot-store.ts';
import { INDEX_MARKET } from '../../stack/intents/index-market.ts';
import { type IntentsFake, startIntentsFake } from '../../stack/intents/intents-fake.ts';
import type { FakeToken, Outcome } from '../../stack/intents/provider.ts';
import type { RunningStack } from './running-stack.ts';
import { startWebServer, type WebServer } from './web-server.ts';

/** The built app and the bot's turns over the running stack's database, before the strict fake of provider and verifier. */
export type IndexAccountsWorld = {
  readonly server: WebServer;
  readonly sql: postgres.Sql;
  readonly fake: IntentsFake;
  readonly ownerKey: Hex;
  /** What becomes of the swaps that are asked for from now on. */
  readonly outcome: { current: Outcome };
  /** A tick over deposits and indexes; what waits for its time is due. */
  readonly tick: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

const OWNER_KEY = keccak256(toHex('index accounts: owner'));
export const INDEX_OWNER = privateKeyToAccount(OWNER_KEY).address;
const API_KEY = 'a-key-of-a-journey';
const SWAP_SECONDS = 1;
/** Of a chain whose deposits go by memo. */
const STELLAR: FakeToken = {
  ...{ assetId: 'nep141:xlm.omft.near', symbol: 'XLM', blockchain: 'stellar', decimals: 7 },
  ...{ priceMicroUsd: 100_000n, leastUnits: 10n },
};
/** Of a chain whose addresses have no rule here. */
const TON: FakeToken = {
  ...{ assetId: 'nep245:v2_1.omni.hot.tg:1117_', symbol: 'TON', blockchain: 'ton', decimals: 9 },
  ...{ priceMicroUsd: 3_000_000n, leastUnits: 10n },
};
const REQUEST = {
  source: 'cli',
  schedulerExecutionId: null,
  dryRun: false,
  limit: 100,
  budgetMs: 30_000,
} as const;
const nowSeconds = (): number => Math.floor(Date.now() / 1_000);

/** Has nobody's accounts but its owner's, who has none yet. Its time is the machine's: server, bot and fake agree on it. */
export const buildIndexAccountsWorld = async (stack: RunningStack): Promise<IndexAccountsWorld> => {
  const outcome: { current: Outcome } = { current: 'swap' };
  const fake = await startIntentsFake({
    ...{ apiKey: API_KEY, tokens: [...INDEX_MARKET, STELLAR, TON], nowSeconds, swapSeconds: SWAP_SECONDS },
    ...{ finalityLagSeconds: 0, outcomeOf: () => outcome.current },
  });
  const variables = {
    ...{ INDEX_ACCOUNTS: '1', SECRETS_KEY: '5a'.repeat(32), ONE_CLICK_API_KEY: API_KEY },
    ...{ ONE_CLICK_QUOTE_KEY: fake.quoteKey, ONE_CLICK_API_URL: fake.api.baseUrl },
    ...{ NEAR_RPC_URL: fake.rpc.baseUrl, ONE_CLICK_REQUESTS_PER_SECOND: '900' },
  };
  const server = await startWebServer({
    ...{ ...variables, APP_DB_URL: stack.appDbUrl },
    NEXTAUTH_SECRET: 'a secret of thirty-two characters',
  });
  const sql = postgres(stack.administerUrl, { max: 1, onnotice: () => undefined });
  const database = openBotDatabase({ url: new Secret(stack.administerUrl), connectionsMax: 3 });
  const parts = {
    env: environment([], variables),
    run: inDatabase(database),
    log: createLog({ level: 'silent', secrets: [] }),
  };
  const [turn, watch] = [openIndexTurn(parts), openDepositTurn(parts)];
  const clear = () => sql`delete from index_accounts where owner = ${INDEX_OWNER.toLowerCase()}`;
  await clear();
  return {
    ...{ server, sql, fake, ownerKey: OWNER_KEY, outcome },
    tick: async () => {
      await sql`update index_deposits set visible_at = now() where ended_at is null`;
      await sql`update index_policies set visible_at = now() where visible_at <> 'infinity'`;
      await watch?.(REQUEST);
      await turn?.(REQUEST);
    },
    stop: async () => {
      server.stop();
      await clear();
      await sql.end();
      await database.close();
      await fake.close();
    },
  };
};
