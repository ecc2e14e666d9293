import { type Address, erc4626Abi, type Hex, type PublicClient } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { cashPortfolioAbi } from '../../lib/abi/cash-portfolio-abi.ts';
import { encodeCashPolicy } from '../../lib/cash/cash-codec.ts';
import type { CashAccountSight } from '../../lib/cash/cash-sight.ts';
import type { CashChain, CashVault } from '../../lib/cash/cash-snapshot.ts';
import { vaultKeyOf } from '../../lib/cash/vault-outlook.ts';
import { inFlightUnitsDown } from '../../lib/cctp/in-flight.ts';
import { chainOfId } from '../../lib/chains/known-chains.ts';
import { E18, mulDivDown, powerOfTen } from '../../lib/money/fixed-point.ts';
import { ok } from '../../lib/result.ts';
import { readArriving } from '../../services/store/cash/transfers.ts';
import { openBotDatabase } from '../../services/store/database.ts';
import { type CashParts, type CashSide as TendedSide, tendCash } from '../../services/wire/cash/cash.ts';
import { followTransfers, openAttestations } from '../../services/wire/cash/transfers.ts';
import { type InDatabase, inDatabase } from '../../services/wire/tick/bot-store.ts';
import { advanceCalls, type SenderParts } from '../../services/wire/tick/calls.ts';
import type { CashSide, CashWorld } from './cash-world.ts';
import { FINALITY_BLOCKS } from './cctp-world.ts';

/** What a worker reaches the world by; each may be stood in front of. */
export type CashHands = { readonly run: InDatabase; readonly clientOf: (side: CashSide) => PublicClient };

/** What vaults are told to pay a year, in 18 decimals, by chain and address; who isn't named pays 4 %. */
export type ToldRates = ReadonlyMap<string, bigint>;

export type CashWorker = {
  readonly hands: CashHands;
  readonly portfolioIds: readonly [string, string];
  /** One look: at transfers, at moves and owners, at the calls of both chains. */
  readonly work: (hands?: CashHands, more?: Partial<CashParts>) => Promise<void>;
  /** Everything is due again, and both chains have gone on by some blocks. */
  readonly due: () => Promise<void>;
  readonly rates: Map<string, bigint>;
  /** USDC on hand and in vaults, by what they would pay, and on its way. */
  readonly count: () => Promise<bigint>;
  readonly stop: () => Promise<void>;
};

const FOUR_PERCENT = E18 / 25n;
const SILENT = { info: () => undefined, warn: () => undefined, error: () => undefined };

const readSide = async ({ client, portfolio }: CashSide) => {
  const block = await client.getBlock();
  const at = { abi: cashPortfolioAbi, address: portfolio, blockNumber: block.number } as const;
  const [look, siblings, guard, budgets, generation, paused, nonceWord0] = await Promise.all([
    client.readContract({ ...at, functionName: 'look' }),
    client.readContract({ ...at, functionName: 'siblings' }),
    client.readContract({ ...at, functionName: 'guard' }),
    client.readContract({ ...at, functionName: 'budgets' }),
    client.readContract({ ...at, functionName: 'generation' }),
    client.readContract({ ...at, functionName: 'paused' }),
    client.readContract({ ...at, functionName: 'nonceWord', args: [0n] }),
  ]);
  return { block, look, siblings, guard, budgets, generation, paused, nonceWord0 };
};
type SideRead = Awaited<ReturnType<typeof readSide>>;

const stamp = (seconds: number | bigint): number | null => (BigInt(seconds) === 0n ? null : Number(seconds));

const vaultsOf = (
  { look: [, , vaults], block }: SideRead,
  chainId: number,
  rates: ToldRates,
): readonly CashVault[] =>
  vaults.map(
    ({ vault: given, capBps, decimals, depositedAt, redeemedAt, shares, live, ...look }): CashVault => {
      const vault = given.toLowerCase() as Address;
      const rate = rates.get(vaultKeyOf(chainId, vault)) ?? FOUR_PERCENT;
      return {
        ...{ vault, name: vault.slice(0, 8), capBps, givenUnits: look.given },
        heldUnits: mulDivDown(shares, live, powerOfTen(decimals)),
        fault: look.state === 0 ? null : look.state === 1 ? 'unreadable' : 'below-mark',
        ...{ tvlUnits: 20n * 10n ** 12n, tvlWeekAgoUnits: 20n * 10n ** 12n, utilisationE18: E18 / 2n },
        ...{ curve: null, redeemableUnits: null },
        rates: { told: { rateE18: rate, atSeconds: Number(block.timestamp) }, dayE18: rate, monthE18: rate },
        ...{ lastDepositedAtSeconds: stamp(depositedAt), lastRedeemedAtSeconds: stamp(redeemedAt) },
      };
    },
  );

const FREE = { depositUnits: 0n, redeemUnits: 0n, burnUnits: 0n, mintUnits: 0n };

/** All that is in flight to a portfolio, by what its destination says now. */
const arrivingAt = async (world: CashWorld, { run }: CashHands, side: CashSide): Promise<bigint> => {
  const { chainId, portfolio: recipient, client, cctp } = side;
  const transfers = await run((sql) => readArriving(sql, { chainId, recipient }));
  if (!transfers.ok) throw new Error(transfers.error.message);
  const usedNonces = new Set<Hex>();
  const unattested = new Set<Hex>();
  const api = openAttestations(world.api.baseUrl, run);
  for (const { id, attested, burn, sourceDomain } of transfers.value) {
    if (attested !== null) {
      const used = await client.readContract({
        abi: [
          {
            ...{ type: 'function', name: 'usedNonces', stateMutability: 'view' },
            ...{ inputs: [{ type: 'bytes32', name: '' }], outputs: [{ type: 'uint256', name: '' }] },
          },
        ] as const,
        ...{ address: cctp.messageTransmitter, functionName: 'usedNonces', args: [attested.nonce] },
      });
      if (used === 1n) usedNonces.add(attested.nonce);
    } else if (burn !== null) {
      const offers = await api.offers(sourceDomain, burn.txHash);
      if (offers.ok && offers.value.every((offer) => offer === null)) unattested.add(id);
    }
  }
  return inFlightUnitsDown(transfers.value, { chainId, usedNonces, unattested });
};

type Rows = { readonly portfolioIds: readonly [string, string] };

/** What is seen of both portfolios, read from their contracts; rates are what the test says. */
const seeing =
  (
    world: CashWorld,
    { portfolioIds, hands, rates }: Rows & { readonly hands: CashHands; readonly rates: ToldRates },
  ): CashParts['see'] =>
  async (due) => {
    const chains: CashChain[] = [];
    const accounts: CashAccountSight[] = [];
    const reads = await Promise.all(world.sides.map(readSide));
    for (const [index, side] of world.sides.entries()) {
      const read = reads[index];
      const other = world.sides[1 - index];
      if (read === undefined || other === undefined) continue;
      const { guard, budgets, block } = read;
      const siblings = read.siblings.map(({ domain, account, openUntil }) => ({
        ...{ chainId: other.chainId, domain, address: account.toLowerCase() as Address },
        openUntilSeconds: openUntil,
      }));
      const arriving = await arrivingAt(world, hands, side);
      chains.push({
        ...{ chainId: side.chainId, name: side.name, idleUnits: read.look[1], paused: read.paused },
        arriving: arriving === 0n ? [] : [{ units: arriving, dueAtSeconds: Number(block.timestamp) + 3_600 }],
        ...{ lagging: false, minMoveBps: guard.minMoveBps, cooldownSeconds: guard.cooldown },
        lossLeftE18: budgets.lossCapacityE18 - budgets.lossLevelE18,
        turnoverLeftE18: budgets.turnoverCapacityE18 - budgets.turnoverLevelE18,
        bridgeLeftE18: budgets.bridgeCapacityE18 - budgets.bridgeLevelE18,
        ...{ bridgeFeeBpsMax: 0, lastBridgedAtSeconds: stamp(budgets.bridgedAt), siblings, costs: FREE },
        vaults: vaultsOf(read, side.chainId, rates),
      });
      accounts.push({
        ...{ portfolioId: portfolioIds[index] ?? '', chainId: side.chainId, domain: side.cctp.domain },
        ...{ address: side.portfolio, owner: world.owner, signer: world.signer, siblings },
        ...{ generation: BigInt(read.generation), nonceWord0: read.nonceWord0 },
        ...{ blockNumber: block.number, blockHash: block.hash, blockSeconds: Number(block.timestamp) },
        ...{ deadlineMaxSeconds: guard.deadlineMax, maxLossBps: guard.maxLossBps },
        vaults: read.look[2].map(({ vault, decimals, shares, live, mark, spentUntil }) => ({
          ...{ vault: vault.toLowerCase() as Address, decimals, shares, liveUnits: live, markUnits: mark },
          spentUntilSeconds: Number(spentUntil),
        })),
      });
    }
    const nowSeconds = Math.max(...accounts.map(({ blockSeconds }) => blockSeconds));
    return ok(
      new Map(
        due.map(({ ownerId, anchor, leadE18 }) => [
          ownerId,
          ok({ snapshot: { nowSeconds, halted: false, chains, anchor, leadE18 }, accounts }),
        ]),
      ),
    );
  };

/** The rows that finding would write. */
const arrangeRows = async ({ database, sides, owner, signer, policy }: CashWorld): Promise<Rows> => {
  const ids: string[] = [];
  for (const side of sides) {
    const generation = await side.client.readContract({
      ...{ address: side.portfolio, abi: cashPortfolioAbi, functionName: 'generation' },
    });
    const [row] = await database.admin<{ id: string }[]>`
      with a as (
        insert into accounts (kind, chain_id, address, owner, signer, generation, created_block, created_block_hash)
        values ('cash', ${side.chainId}, ${side.portfolio}, ${owner}, ${signer}, ${generation}, 1, ${`0x${'1'.repeat(64)}`})
        returning id
      ) insert into portfolios (account_id) select id from a returning id::text`;
    ids.push(row?.id ?? '');
  }
  await database.admin`
    insert into cash_owners (owner, profile, policy)
    values (${owner}, 'aggressive', ${JSON.stringify(encodeCashPolicy(policy))}::text::jsonb)`;
  return { portfolioIds: [ids[0] ?? '', ids[1] ?? ''] };
};

/** Somebody who tends the world's cash, as ticks do. */
export const startCashWorker = async (world: CashWorld): Promise<CashWorker> => {
  const bot = openBotDatabase({ url: world.database.urls.bot });
  const hands: CashHands = { run: inDatabase(bot), clientOf: ({ client }) => client };
  const rates = new Map<string, bigint>();
  const rows = await arrangeRows(world);
  const signer = privateKeyToAccount(world.signerKey);
  const ring: SenderParts['ring'] = {
    keys: { addresses: new Set([world.signer]), unreachable: null, isOwnerKeyAllowed: false },
    signAs: (by) => (by === world.signer ? async (hash) => ok(await signer.sign({ hash })) : null),
  };
  const chainsOf = ({ clientOf }: CashHands): ReadonlyMap<number, TendedSide> =>
    new Map(
      world.sides.map((side) => [
        side.chainId,
        {
          ...{ sender: world.signer, ring, cctp: { chainId: side.chainId, ...side.cctp } },
          served: {
            ...{ chainId: side.chainId, chain: clientOf(side) },
            facts: { ...chainOfId(31_337), id: side.chainId, finalityBlocks: FINALITY_BLOCKS },
          },
        },
      ]),
    );
  const log = SILENT as unknown as SenderParts['log'];
  return {
    ...{ hands, rates, ...rows },
    work: async (with_ = hands, more = {}) => {
      const { run } = with_;
      const api = openAttestations(world.api.baseUrl, run);
      const chains = chainsOf(with_);
      const isOver = () => false;
      await followTransfers({ run, log, api, chains, isOver });
      const see = seeing(world, { ...rows, hands, rates });
      const terms = { holder: 'a test', leaseSeconds: 60, tickIntervalSeconds: 0, dryRun: false };
      await tendCash({ run, log, api, chains, see, isOver, ...terms, ...more });
      for (const side of world.sides) {
        const chain = with_.clientOf(side);
        const facts = { ...chainOfId(31_337), id: side.chainId, finalityBlocks: FINALITY_BLOCKS };
        const served = { chain, batching: chain, facts, relay: null, chainId: side.chainId };
        const settings = { halted: false, revocation: { perTickMax: 10, feeWeiPerTickMax: 10n ** 20n } };
        await advanceCalls({ run, ring, log, served }, settings);
      }
    },
    due: async () => {
      await world.database.admin`update transfers set visible_at = now() where closed_at is null`;
      await world.database.admin`update calls set looked_at_block = null`;
      await world.database.admin`update cash_owners set visible_at = now() where visible_at < 'infinity'`;
      for (const side of world.sides) await side.mine(9);
    },
    count: async () => {
      let sum = 0n;
      for (const side of world.sides) {
        sum += (await side.usdcOf(side.portfolio)) + (await arrivingAt(world, hands, side));
        for (const { address } of side.vaults) {
          const at = { abi: erc4626Abi, address } as const;
          const shares = await side.client.readContract({
            ...{ ...at, functionName: 'balanceOf', args: [side.portfolio] },
          });
          sum += await side.client.readContract({ ...at, functionName: 'previewRedeem', args: [shares] });
        }
      }
      return sum;
    },
    stop: () => bot.close(),
  };
};
