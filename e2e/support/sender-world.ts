import { type Address, type Hex, parseEther } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { chainOfId } from '../../lib/chains/known-chains.ts';
import { ok } from '../../lib/result.ts';
import { openNodes } from '../../services/chain/chain-client.ts';
import { Secret } from '../../services/secret.ts';
import { openBotDatabase } from '../../services/store/database.ts';
import { asDatabaseResult } from '../../services/store/database-failure.ts';
import { saveSetting } from '../../services/store/settings.ts';
import { arrangePortfolios } from '../../services/store/testing/arrange.ts';
import { signedOrder } from '../../services/store/testing/looks.ts';
import { createTestDatabase, type TestDatabase } from '../../services/store/testing/test-database.ts';
import { markPlaced } from '../../services/store/tick/orders.ts';
import { advanceCalls, type SenderParts } from '../../services/wire/tick/calls.ts';
import { startAnvil } from './anvil.ts';
import { buildOrderWorld, createPortfolio, type OrderWorld, SIGNER_KEY } from './order-world.ts';

export type SenderPortfolio = { readonly id: string; readonly address: Address };

/** Real contracts whose signer the bot is, each with a shown order in a real database, while all trading is stopped. */
export type SenderWorld = OrderWorld & {
  readonly database: TestDatabase;
  readonly portfolios: readonly SenderPortfolio[];
  readonly signer: ReturnType<typeof privateKeyToAccount>;
  readonly parts: SenderParts;
  /** What a tick does for calls, once. */
  readonly advance: (
    parts?: SenderParts,
    limits?: { readonly perTickMax?: number; readonly feeWeiPerTickMax?: bigint },
  ) => ReturnType<typeof advanceCalls>;
  readonly rpc: (method: string, params?: readonly unknown[]) => Promise<unknown>;
  /** Mines so many blocks, one after the other; with a base fee, each has it. */
  readonly mine: (blocks: number, baseFeeWei?: bigint) => Promise<void>;
  readonly generationOf: (portfolio: Address) => Promise<number>;
  /** Calls with their attempts, oldest first. */
  readonly journal: () => Promise<readonly JournaledCall[]>;
  readonly stop: () => Promise<void>;
};

export type JournaledCall = {
  readonly status: string;
  readonly target: Address;
  readonly attempts: readonly {
    readonly hash: Hex;
    readonly nonce: number;
    readonly bump: number;
    readonly maxFeeWei: string;
    /** The call's. */
    readonly gasLimit: string;
    readonly status: string;
    readonly refusal: string | null;
  }[];
};

const SILENT = { info: () => undefined, warn: () => undefined, error: () => undefined };
const generationAbi = [
  {
    type: 'function',
    name: 'generation',
    stateMutability: 'view',
    inputs: [],
    outputs: [{ type: 'uint40' }],
  },
] as const;

const arrange = async (database: TestDatabase, addresses: readonly Address[], signer: Address) => {
  const bot = openBotDatabase({ url: database.urls.bot });
  const arranged = await arrangePortfolios(database.admin, addresses.length);
  const portfolios: SenderPortfolio[] = [];
  for (const [index, portfolio] of arranged.entries()) {
    const address = addresses[index] ?? portfolio.address;
    const { id } = await signedOrder(bot, portfolio, { salt: BigInt(index + 1) });
    await bot.run((sql) => markPlaced(sql, [id]));
    await database.admin`
      update accounts set address = ${address}, signer = ${signer}, generation = 1 where address = ${portfolio.address}`;
    portfolios.push({ id: portfolio.id, address });
  }
  const stop = { name: 'halted', value: true, actor: 'operator', origin: null, version: null } as const;
  await bot.run((sql) => saveSetting(sql, stop));
  return { bot, portfolios };
};

/** Builds as many portfolios as asked for; the chain mines each transaction at once until it is told not to. */
export const buildSenderWorld = async (count: number): Promise<SenderWorld> => {
  const anvil = await startAnvil();
  const [world, database] = await Promise.all([
    buildOrderWorld(anvil.rpcUrl, { publicBook: false }),
    createTestDatabase(),
  ]);
  const signer = privateKeyToAccount(SIGNER_KEY);
  const address = signer.address.toLowerCase() as Address;
  const addresses = [world.portfolio];
  while (addresses.length < count)
    addresses.push(
      await createPortfolio(world.deployer, world.contracts.factory, {
        ...{ assets: [world.usdc, world.wbtc], signer: address, publicBook: false },
        salt: `0x${addresses.length.toString(16).padStart(64, '0')}`,
      }),
    );
  const { bot, portfolios } = await arrange(database, addresses, address);
  const facts = chainOfId(31_337);
  const nodes = openNodes({ facts, rpcUrls: [new Secret(anvil.rpcUrl)] });
  const parts: SenderParts = {
    run: (work) => asDatabaseResult(() => bot.run(work)),
    served: { ...nodes, facts, relay: null, chainId: 31_337 },
    ring: {
      keys: { addresses: new Set([address]), unreachable: null, isOwnerKeyAllowed: false },
      signAs: (by) => (by === address ? async (digest) => ok(await world.sign(digest)) : null),
    },
    log: SILENT as unknown as SenderParts['log'],
  };
  const rpc = (method: string, params: readonly unknown[] = []): Promise<unknown> =>
    world.client.request({ method, params } as never);
  await rpc('anvil_setBalance', [address, `0x${parseEther('10').toString(16)}`]);
  return {
    ...{ ...world, database, portfolios, signer, parts, rpc },
    advance: (with_ = parts, limits = {}) =>
      advanceCalls(with_, {
        halted: true,
        revocation: { perTickMax: 10, feeWeiPerTickMax: parseEther('1'), ...limits },
      }),
    mine: async (blocks, baseFeeWei) => {
      for (let block = 0; block < blocks; block += 1) {
        if (baseFeeWei !== undefined)
          await rpc('anvil_setNextBlockBaseFeePerGas', [`0x${baseFeeWei.toString(16)}`]);
        await rpc('anvil_mine', ['0x1']);
      }
    },
    generationOf: (portfolio) =>
      world.client.readContract({ address: portfolio, abi: generationAbi, functionName: 'generation' }),
    journal: () => database.admin<JournaledCall[]>`
      select c.status, c.target, coalesce((select jsonb_agg(jsonb_build_object('hash', t.tx_hash, 'nonce', t.nonce, 'bump', t.bump,
        'maxFeeWei', t.max_fee_wei::text, 'gasLimit', c.gas_limit::text, 'status', t.status, 'refusal', t.refusal) order by t.attempt)
        from transactions t where t.call_id = c.id), '[]') as attempts
      from calls c order by c.nonce nulls last, c.created_at`,
    stop: async () => {
      await bot.close();
      await database.drop();
      await anvil.stop();
    },
  };
};
