import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Attested, TransferTerms } from '../../../lib/cctp/transfer.ts';
import { burnCallOf, mintCallOf } from '../../../lib/ledger/cash-call.ts';
import { type BotDatabase, openBotDatabase } from '../database.ts';
import { addressOf, arrangePortfolios, hashOf } from '../testing/arrange.ts';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { readOpenCalls } from '../tick/calls.ts';
import {
  claimTransfers,
  markOverdueTransfers,
  noteTransfer,
  readArriving,
  wishTransfer,
} from './transfers.ts';

let database: TestDatabase;
let bot: BotDatabase;
let portfolioId = '';
beforeAll(async () => {
  database = await createTestDatabase();
  bot = openBotDatabase({ url: database.urls.bot });
  portfolioId = (await arrangePortfolios(database.admin, 1))[0]?.id ?? '';
});
afterAll(async () => {
  await bot?.close();
  await database?.drop();
});
beforeEach(() => database.admin`delete from transfers`);

const SOURCE = 31_337;
const DESTINATION = 8_453;
const terms = (moveNonce = 1n): TransferTerms => ({
  ...{
    portfolioId,
    sourceChainId: SOURCE,
    destinationChainId: DESTINATION,
    sourceDomain: 0,
    destinationDomain: 6,
  },
  ...{ account: addressOf(1), recipient: addressOf(2), amount: 25_000_000n, maxFee: 1_000n },
  ...{ minFinality: 2_000, moveNonce, generation: 1n, deadlineSeconds: 2_000_000_000 },
});
const callOn = (chainId: number, data: `0x${string}`) => ({
  ...{ chainId, portfolioId, sender: addressOf(9), target: addressOf(1), data, gasLimit: 240_000n },
});
const wish = (moveNonce = 1n) =>
  bot.run((sql) =>
    wishTransfer(sql, {
      ...{ terms: terms(moveNonce), sourceFromBlock: 5n, destinationFromBlock: 6n },
      call: burnCallOf(callOn(SOURCE, `0x0${moveNonce}`), 0),
    }),
  );
const claim = (limit = 10, chainIds = [SOURCE, DESTINATION]) =>
  bot.run((sql) => claimTransfers(sql, { chainIds, limit, leaseSeconds: 60 }));
const burn = (n: number) => ({
  ...{
    txHash: hashOf(`burn ${n}`),
    logIndex: 3,
    blockNumber: 10n,
    blockHash: hashOf('10'),
    message: '0x01' as const,
  },
});
const attested: Attested = {
  ...{ message: '0x02' as const, attestation: '0x03' as const, nonce: hashOf('nonce') },
  ...{ feeExecuted: 0n, expirationBlock: 0n },
};
const note = async (step: Parameters<typeof noteTransfer>[1]['step'], token?: bigint) => {
  const [claimed] = await claim();
  if (claimed === undefined) throw new Error('nothing to claim');
  const call = step.kind === 'mint' ? mintCallOf(callOn(DESTINATION, '0x0a'), claimed.mintRounds) : null;
  const noted = { id: claimed.transfer.id, token: token ?? claimed.token, step, lookAgainSeconds: 0, call };
  return bot.run((sql) => noteTransfer(sql, noted));
};
const openCalls = (chainId: number) => bot.run((sql) => readOpenCalls(sql, chainId));

describe('transfers in the database', () => {
  it('are journaled with the call that burns, once whoever wishes them', async () => {
    expect(await wish()).toBe(await wish());
    const [one, ...others] = await claim();
    expect(others).toEqual([]);
    expect(one).toMatchObject({
      transfer: { ...terms(), status: 'wanted', burn: null, attested: null, mint: null },
      ...{ isBeingBurnt: true, burnRounds: 0, isBeingMinted: false, mintRounds: 0 },
      burn: { target: addressOf(1), data: '0x01' },
    });
    expect(await openCalls(SOURCE)).toMatchObject([{ call: { data: '0x01' } }]);
  });

  it('are claimed once each by claimants that overlap, and again when a claim lapses', async () => {
    for (const nonce of [1n, 2n, 3n, 4n]) await wish(nonce);
    const claims = await Promise.all([claim(2), claim(2), claim(2)]);
    const ids = claims.flat().map(({ transfer }) => transfer.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBe(4);
    expect(await claim()).toEqual([]);
    await database.admin`update transfers set visible_at = now()`;
    expect((await claim()).map(({ token }) => token)).toEqual([2n, 2n, 2n, 2n]);
  });

  it('are left to others where one of their chains is not served', async () => {
    await wish();
    expect(await claim(10, [SOURCE])).toEqual([]);
    expect(await claim(10, [DESTINATION])).toEqual([]);
  });

  it('are written by who holds the claim, and by nobody who lost it', async () => {
    await wish();
    expect(await note({ kind: 'burnt', burn: burn(1) })).toBe(true);
    expect(await note({ kind: 'unburnt' }, 1n)).toBe(false);
    await database.admin`update transfers set visible_at = now()`;
    const [one] = await claim();
    expect(one?.transfer).toMatchObject({ status: 'burnt', burn: burn(1) });
  });

  it('have one burn each: what is another’s is told, and refused', async () => {
    await wish(1n);
    expect(await note({ kind: 'burnt', burn: burn(1) })).toBe(true);
    await database.admin`update transfers set visible_at = now() + interval '1 hour'`;
    await wish(2n);
    const [second] = await claim();
    expect(second?.takenBurns).toEqual(new Set([`${burn(1).txHash}:3`]));
    await database.admin`update transfers set visible_at = now() where status = 'wanted'`;
    await expect(note({ kind: 'burnt', burn: burn(1) })).rejects.toThrow('transfers_burn_once');
  });

  it('have one call to mint at a time, which is wanted until the mint is seen, even while trading is stopped', async () => {
    await wish();
    await note({ kind: 'burnt', burn: burn(1) });
    await note({ kind: 'attested', attested });
    await note({ kind: 'mint', attested });
    await note({ kind: 'mint', attested });
    await database.admin`insert into settings (key, value, updated_by) values ('halted', 'true'::jsonb, 'test')
      on conflict (key) do update set value = 'true'`;
    expect(await openCalls(DESTINATION)).toMatchObject([{ isWanted: true }]);
    expect(await openCalls(SOURCE)).toMatchObject([{ isWanted: false }]);
    await database.admin`update settings set value = 'false' where key = 'halted'`;
    const mint = { txHash: hashOf('mint'), blockNumber: 20n, blockHash: hashOf('20'), caller: addressOf(7) };
    await note({ kind: 'minted', mint });
    expect(await openCalls(DESTINATION)).toMatchObject([{ isWanted: false }]);
    await note({ kind: 'unminted' });
    const [again] = await claim();
    expect(again).toMatchObject({ isBeingMinted: true, transfer: { status: 'attested', mint: null } });
  });

  it('arrive until they are settled, and are never looked at again then', async () => {
    await wish();
    const arriving = () =>
      bot.run((sql) => readArriving(sql, { chainId: DESTINATION, recipient: addressOf(2) }));
    await note({ kind: 'burnt', burn: burn(1) });
    expect(await arriving()).toMatchObject([{ status: 'burnt' }]);
    await note({ kind: 'attested', attested });
    const mint = { txHash: hashOf('mint'), blockNumber: 20n, blockHash: hashOf('20'), caller: addressOf(7) };
    await note({ kind: 'minted', mint });
    await note({ kind: 'settled' });
    expect(await arriving()).toEqual([]);
    expect(await claim()).toEqual([]);
  });

  it('that take too long are told of once, and go on', async () => {
    const id = await wish();
    expect(await bot.run(markOverdueTransfers)).toEqual([]);
    await database.admin`update transfers set wanted_at = now() - interval '61 minutes'`;
    expect(await bot.run(markOverdueTransfers)).toEqual([id]);
    expect(await bot.run(markOverdueTransfers)).toEqual([]);
    expect(await claim()).toMatchObject([{ isOverdue: true }]);
  });
});
