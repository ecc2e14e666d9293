import { privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AlertWatch, toldTo, watchAlerts } from '../../../e2e/support/alert-world.ts';
import { buildCashWorld, type CashWorld, EVEN_RATE_E18 } from '../../../e2e/support/cash-world.ts';
import { cashPortfolioAbi } from '../../../lib/abi/cash-portfolio-abi.ts';
import { FINALITY } from '../../../lib/cctp/domains.ts';
import { chainOfId } from '../../../lib/chains/known-chains.ts';
import { moveTypedData } from '../../../lib/orders/cash-move-typed-data.ts';
import { readEnv } from '../../env.ts';
import { chooseCashProfile } from '../../store/cash/cash-owners.ts';
import { openBotDatabase } from '../../store/database.ts';
import { beginTransfer } from '../cash/transfers.ts';
import { openBot } from '../tick/bot.ts';
import { inDatabase } from '../tick/bot-store.ts';

// What goes wrong with an owner's USDC, brought about at a vault or at Circle, and told by a webhook.

let world: CashWorld;
let watch: AlertWatch;

const choose = async (): Promise<void> => {
  const database = openBotDatabase({ url: world.database.urls.bot });
  const { owner, policy } = world;
  await inDatabase(database)((sql) =>
    chooseCashProfile(sql, { owner, policy, profile: 'aggressive', actor: 'operator', origin: null }),
  );
  await database.close();
};

beforeAll(async () => {
  world = await buildCashWorld();
  await world.live(31);
  // Once, so that there is whom to tell.
  const first = await openBot(readEnv(world.env));
  if (!first.ok) throw new Error(first.error.message);
  const request = {
    source: 'cli',
    schedulerExecutionId: null,
    dryRun: false,
    limit: 10,
    budgetMs: 60_000,
  } as const;
  await first.value.tick(request);
  await first.value.close();
  watch = await watchAlerts(world);
  await world.database
    .admin`insert into settings (key, value, updated_by) values ('tickIntervalSeconds', '0', 'test')`;
  await choose();
});
afterAll(async () => {
  await watch?.close();
  await world?.stop();
});

const ROUNDS_MAX = 40;

const tickUntil = async (isSo: () => boolean | Promise<boolean>): Promise<void> => {
  for (let round = 0; round < ROUNDS_MAX && !(await isSo()); round += 1) {
    await watch.tick();
    for (const side of world.sides) await side.mine(3);
    await world.database.admin`update transfers set visible_at = now() where closed_at is null`;
  }
  expect(await isSo()).toBe(true);
};
const hears = (what: string) => () => toldTo(watch.owners).includes(what);
const heard = (kind: string) => toldTo(watch.owners).filter((told) => told.startsWith(kind));
const isDone = (kind: string) => async () => {
  const rows = await world.database.admin`select from cash_moves where kind = ${kind} and status = 'done'`;
  return rows.length > 0;
};
const vaultOf = (side: number, index: number) => {
  const vault = world.sides[side]?.vaults[index];
  if (vault === undefined) throw new Error('no vault');
  return vault.address;
};
const setAll = async (side: number, rateE18: bigint): Promise<void> => {
  for (const index of [0, 1]) await world.sides[side]?.setRate(vaultOf(side, index), rateE18);
};

/** A transfer that the signer has signed, of money that has just come. */
const bridgeByHand = async (amount: bigint): Promise<void> => {
  const [here, there] = world.sides;
  await here.fund(amount);
  const { timestamp } = await here.client.getBlock();
  const at = { abi: cashPortfolioAbi, address: here.portfolio } as const;
  const generation = await here.client.readContract({ ...at, functionName: 'generation' });
  const words = {
    kind: 'Bridge',
    domain: there.cctp.domain,
    sibling: there.portfolio,
    amount,
    maxFee: 1_000n,
  } as const;
  const terms = { nonce: 7n, generation, deadline: Number(timestamp) + 3_000 };
  const place = { chainId: here.chainId, portfolio: here.portfolio };
  const signature = await privateKeyToAccount(world.signerKey).signTypedData(
    moveTypedData(words, place, terms),
  );
  const [row] = await world.database.admin<{ id: string }[]>`
    select p.id::text from portfolios p join accounts a on a.id = p.account_id
    where a.chain_id = ${here.chainId} and a.address = ${here.portfolio}`;
  const chains = new Map(
    world.sides.map((side) => [
      side.chainId,
      {
        ...{ sender: world.signer, cctp: { chainId: side.chainId, ...side.cctp } },
        served: {
          chainId: side.chainId,
          chain: side.client,
          facts: { ...chainOfId(31_337), finalityBlocks: 3 },
        },
      },
    ]),
  );
  const database = openBotDatabase({ url: world.database.urls.bot });
  const begun = await beginTransfer(
    { run: inDatabase(database), chains },
    {
      ...{ portfolioId: row?.id ?? '', account: here.portfolio, sender: world.signer, cashMoveId: null },
      ...{ sourceChainId: here.chainId, destinationChainId: there.chainId, minFinality: FINALITY.standard },
      move: {
        ...words,
        ...terms,
        generation: BigInt(generation),
        deadlineSeconds: terms.deadline,
        signature,
      },
    },
  );
  await database.close();
  if (!begun.ok) throw new Error(begun.error.message);
};

describe('an owner hears of USDC that is in trouble', () => {
  it('a vault that pays much less than when it was entered', async () => {
    await tickUntil(isDone('deposit'));
    for (const side of [0, 1]) await setAll(side, EVEN_RATE_E18 / 10n);
    await world.live(2);
    await tickUntil(hears('YIELD_DROP raised'));
    expect(watch.owners.taken.find(({ kind }) => kind === 'YIELD_DROP')?.sentence).toMatch(
      /pays 0\.4\d % a year, and (3\.9|4\.0)\d % when it was entered/,
    );
    for (const side of [0, 1]) await setAll(side, EVEN_RATE_E18);
    await world.live(2);
    await tickUntil(hears('YIELD_DROP recovered'));
    expect(heard('YIELD_DROP')).toEqual(['YIELD_DROP raised', 'YIELD_DROP recovered']);
  });

  it('a transfer that does not arrive', async () => {
    await world.database.admin`update cash_owners set archived_at = now()`;
    await bridgeByHand(1_000_000_000n);
    Object.assign(world.api.withheld, { current: 'pending' });
    await tickUntil(async () => {
      const rows = await world.database.admin`select from transfers where status = 'burnt'`;
      return rows.length > 0;
    });
    await world.database.admin`update transfers set wanted_at = wanted_at - interval '2 hours'`;
    await tickUntil(hears('TRANSFER_OVERDUE raised'));
    expect(watch.owners.taken.find(({ kind }) => kind === 'TRANSFER_OVERDUE')?.sentence).toMatch(
      /USDC to chain 31338 have been on their way for 2 hours/,
    );
    expect(toldTo(watch.operators)).toContain('TRANSFER_OVERDUE raised');
    Object.assign(world.api.withheld, { current: null });
    await tickUntil(hears('TRANSFER_OVERDUE recovered'));
  });
});
