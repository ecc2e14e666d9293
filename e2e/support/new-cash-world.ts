import postgres from 'postgres';
import { type Hex, keccak256, toHex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { joinCctp } from '../../hardhat/deploy/deploy-cctp.ts';
import { type CashEnd, deployCashEnd, mintUsdc } from '../../stack/cash/cash-end.ts';
import { chainEntryOf } from '../../stack/cash/chain-entry.ts';
import { startAttestationFake } from '../../stack/cctp/attestation-fake.ts';
import { type Anvil, startAnvil } from './anvil.ts';
import type { RunningStack } from './running-stack.ts';
import { startWebServer, type WebServer } from './web-server.ts';

/** A chain of the world, with its time in the test's hand. */
export type NewCashSide = CashEnd & {
  readonly mintUsdc: (units: bigint) => Promise<void>;
  readonly mine: (blocks: number) => Promise<void>;
  readonly pass: (seconds: number) => Promise<void>;
};

export type NewCashWorld = {
  readonly server: WebServer;
  readonly sql: postgres.Sql;
  readonly sides: readonly [NewCashSide, NewCashSide];
  readonly ownerKey: Hex;
  readonly stop: () => Promise<void>;
};

const OWNER_KEY = keccak256(toHex('new cash: owner'));
const SIGNER_KEY = keccak256(toHex('new cash: signer'));
export const NEW_CASH_OWNER = privateKeyToAccount(OWNER_KEY).address;
const ATTESTERS: readonly Hex[] = [1, 2].map((n) => keccak256(toHex(`new cash: attester ${n}`)));
/** Blocks on top of a burn after which it is attested. */
export const FINALITY_BLOCKS = 3;
const PLANS = [
  { chainId: 31_337, domain: 0, name: 'First' },
  { chainId: 31_338, domain: 6, name: 'Second' },
] as const;
const RATE_E18 = 40_000_000_000_000_000n;
const OTHERS_UNITS = 20_000_000_000_000n;

const startSide = async ({
  chainId,
  domain,
  name,
}: (typeof PLANS)[number]): Promise<{ readonly anvil: Anvil; readonly side: NewCashSide }> => {
  const anvil = await startAnvil(undefined, chainId, ['--order', 'fifo']);
  const end = await deployCashEnd({
    ...{ chainId, domain, name, rpcUrl: anvil.rpcUrl, threshold: ATTESTERS.length },
    attesters: ATTESTERS.map((key) => privateKeyToAccount(key).address),
    vaults: ['North', 'South'].map((vault) => ({
      ...{ name: `${vault} of ${name}`, rateE18: RATE_E18, units: OTHERS_UNITS },
    })),
  });
  const rpc = (method: string, params: readonly unknown[]): Promise<unknown> =>
    end.deployer.publicClient.request({ method, params } as never);
  await rpc('anvil_setBalance', [NEW_CASH_OWNER, toHex(10n ** 20n)]);
  const mine = async (blocks: number): Promise<void> => {
    await rpc('anvil_mine', [toHex(blocks)]);
  };
  const pass = async (seconds: number): Promise<void> => {
    await rpc('evm_increaseTime', [toHex(seconds)]);
    await mine(1);
  };
  const side = { ...end, mine, pass, mintUsdc: (units: bigint) => mintUsdc(end, NEW_CASH_OWNER, units) };
  return { anvil, side };
};

/** Two real chains with Circle's local contracts, its attesters, and the built app over the running stack's database. Nobody has anything yet. */
export const buildNewCashWorld = async (stack: RunningStack): Promise<NewCashWorld> => {
  const [one, other] = await Promise.all([startSide(PLANS[0]), startSide(PLANS[1])]);
  const sides = [one.side, other.side] as const;
  await joinCctp(sides[0].deployer, sides[0].cctp, sides[1].cctp);
  await joinCctp(sides[1].deployer, sides[1].cctp, sides[0].cctp);
  const api = await startAttestationFake({
    chains: sides.map(({ cctp, deployer: { publicClient } }) => ({
      ...{ domain: cctp.domain, messageTransmitter: cctp.messageTransmitter },
      receipt: (hash) => publicClient.getTransactionReceipt({ hash }).catch(() => null),
      headNumber: () => publicClient.getBlockNumber({ cacheTime: 0 }),
    })),
    keys: ATTESTERS,
    depths: { fast: 1n, standard: BigInt(FINALITY_BLOCKS) },
    feeBps: { fast: 1.3, standard: 0 },
  });
  const sql = postgres(stack.administerUrl, { max: 1, onnotice: () => undefined });
  const owner = NEW_CASH_OWNER.toLowerCase();
  await sql`delete from cash_owners where owner = ${owner}`;
  const server = await startWebServer({
    ...{ CHAINS: JSON.stringify({ chains: sides.map(chainEntryOf) }), APP_DB_URL: stack.appDbUrl },
    ...{ CCTP_API_URL: api.baseUrl, BOT_SIGNER_PK: SIGNER_KEY },
    NEXTAUTH_SECRET: 'a secret of thirty-two characters',
  });
  return {
    ...{ server, sql, sides, ownerKey: OWNER_KEY },
    stop: async () => {
      server.stop();
      await sql`delete from cash_owners where owner = ${owner}`;
      await sql.end();
      await api.close();
      await Promise.all([one, other].map(({ anvil }) => anvil.stop()));
    },
  };
};
