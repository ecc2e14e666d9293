import {
  type Address,
  encodeAbiParameters,
  encodeEventTopics,
  type Hex,
  numberToHex,
  pad,
  zeroAddress,
} from 'viem';
import { describe, expect, it } from 'vitest';
import { balancerAbi } from '../../../lib/abi/balancer-abi.ts';
import { balancerFactoryAbi } from '../../../lib/abi/balancer-factory-abi.ts';
import { type ChainLog, WRAPPED_TOPIC } from '../../../lib/ledger/chain-log.ts';
import { cashFlowsOf, creationsOf, eventsOf, fillsOf } from './chain-facts-of.ts';

const at = (number: number): Address => numberToHex(number, { size: 20 });
const hash = (number: number): Hex => numberToHex(number, { size: 32 });
const [OURS, OTHER, TAKER, SOLD, BOUGHT] = [at(0xa1), at(0xa2), at(0xb1), at(0xc1), at(0xc2)];
const TRANSFER: Hex = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef';
const timeOf = () => 1_000;

const log = (logIndex: number, rest: Pick<ChainLog, 'address' | 'topics' | 'data'>, tx = 1): ChainLog => ({
  ...rest,
  blockNumber: 5n,
  blockHash: hash(5),
  blockTimeSeconds: null,
  transactionHash: hash(tx),
  logIndex,
});
type Move = { readonly token: Address; readonly from: Address; readonly to: Address; readonly units: bigint };
const transfer = (logIndex: number, { token, from, to, units }: Move, tx = 1): ChainLog =>
  log(logIndex, { address: token, topics: [TRANSFER, pad(from), pad(to)], data: hash(Number(units)) }, tx);
const filled = (logIndex: number, amounts: { out: bigint; in: bigint }, account = OURS): ChainLog =>
  log(logIndex, {
    address: account,
    topics: encodeEventTopics({
      abi: balancerAbi,
      eventName: 'Filled',
      args: { orderHash: hash(9), tokenOut: SOLD, tokenIn: BOUGHT },
    }) as Hex[],
    data: encodeAbiParameters(
      [{ type: 'uint256' }, { type: 'uint256' }, { type: 'address' }],
      [amounts.out, amounts.in, TAKER],
    ),
  });

const flows = (
  transfers: readonly ChainLog[],
  fillLogs: readonly ChainLog[],
  accounts: readonly Address[] = [OURS],
) =>
  cashFlowsOf({
    transfers,
    fills: fillsOf(fillLogs, timeOf),
    listings: accounts.map((account) => ({ account, tokens: [SOLD, BOUGHT] })),
    timeOf,
  }).map(({ account, direction, units, logIndex, counterparty }) => ({
    account,
    direction,
    units,
    logIndex,
    counterparty,
  }));
const sold = (logIndex: number, units = 100n) =>
  transfer(logIndex, { token: SOLD, from: OURS, to: TAKER, units });
const bought = (logIndex: number, units = 50n) =>
  transfer(logIndex, { token: BOUGHT, from: TAKER, to: OURS, units });

describe('fills', () => {
  it('say what left, what came, and who took it', () => {
    expect(fillsOf([filled(3, { out: 100n, in: 50n })], timeOf)).toMatchObject([
      {
        account: OURS,
        orderHash: hash(9),
        taker: TAKER,
        sellToken: SOLD,
        buyToken: BOUGHT,
        sellUnits: 100n,
        buyUnits: 50n,
        blockTimeSeconds: 1_000,
      },
    ]);
  });
});

describe('cash flows', () => {
  it('are deposits and withdrawals, seen from the account', () => {
    const deposit = transfer(1, { token: SOLD, from: OTHER, to: OURS, units: 7n });
    const withdrawal = transfer(2, { token: SOLD, from: OURS, to: OTHER, units: 3n });
    expect(flows([deposit, withdrawal], [])).toEqual([
      { account: OURS, direction: 'in', units: 7n, logIndex: 1, counterparty: OTHER },
      { account: OURS, direction: 'out', units: 3n, logIndex: 2, counterparty: OTHER },
    ]);
  });

  it('are not the two transfers of a fill', () => {
    expect(flows([sold(1), bought(2)], [filled(3, { out: 100n, in: 50n })])).toEqual([]);
  });

  it('are the income somebody triggered in the middle of a fill, and not the fill’s own proceeds', () => {
    const income = transfer(3, { token: BOUGHT, from: OTHER, to: OURS, units: 9n });
    expect(flows([sold(1), bought(2), income], [filled(4, { out: 100n, in: 50n })])).toMatchObject([
      { units: 9n, direction: 'in' },
    ]);
  });

  it('of a token that takes a fee are none, though no transfer has the fill’s own amount', () => {
    expect(flows([sold(1), bought(2, 49n)], [filled(3, { out: 100n, in: 48n })])).toEqual([]);
  });

  it('leave each of two fills in one transaction its own transfers, also when their amounts are the same', () => {
    const fills = [filled(3, { out: 100n, in: 50n }), filled(6, { out: 100n, in: 50n })];
    expect(flows([sold(1), bought(2), sold(4), bought(5)], fills)).toEqual([]);
  });

  it('are counted when they only look like a fill of another transaction', () => {
    const elsewhere = transfer(1, { token: SOLD, from: OURS, to: TAKER, units: 100n }, 2);
    expect(flows([elsewhere], [filled(3, { out: 100n, in: 50n })])).toHaveLength(1);
  });

  it('between two of our accounts are facts of both', () => {
    const between = transfer(1, { token: SOLD, from: OURS, to: OTHER, units: 5n });
    expect(flows([between], [], [OURS, OTHER]).map(({ account, direction }) => [account, direction])).toEqual(
      [
        [OURS, 'out'],
        [OTHER, 'in'],
      ],
    );
  });

  it('are no transfers of things that are no money, nor of broken tokens', () => {
    const nft = log(1, { address: SOLD, topics: [TRANSFER, pad(OTHER), pad(OURS), hash(1)], data: '0x' });
    const odd = log(2, { address: SOLD, topics: [TRANSFER, pad(OTHER), pad(OURS)], data: '0x' });
    expect(flows([nft, odd], [])).toEqual([]);
  });
});

describe('ether that is wrapped for an account', () => {
  const wrapped = (logIndex: number, units: bigint, to = OURS): ChainLog =>
    log(logIndex, { address: SOLD, topics: [WRAPPED_TOPIC, pad(to)], data: hash(Number(units)) });

  it('is a deposit, though no transfer tells of it', () => {
    expect(flows([wrapped(1, 5n), wrapped(2, 7n, OTHER)], [])).toMatchObject([
      { account: OURS, direction: 'in', units: 5n, counterparty: SOLD, logIndex: 1 },
    ]);
  });

  it('is one deposit where the token tells of it twice', () => {
    const minted = transfer(1, { token: SOLD, from: zeroAddress, to: OURS, units: 5n });
    expect(flows([minted, wrapped(2, 5n)], [])).toMatchObject([{ logIndex: 1, units: 5n }]);
    expect(flows([minted, wrapped(2, 6n)], [])).toHaveLength(2);
  });
});

describe('events', () => {
  it('are kept by name with plain details, fills and unknown ones left out', () => {
    const cancel = log(1, {
      address: OURS,
      topics: encodeEventTopics({
        abi: balancerAbi,
        eventName: 'CancelSent',
        args: { orderHash: hash(9) },
      }) as Hex[],
      data: hash(1),
    });
    const unknown = log(2, { address: OURS, topics: [hash(77)], data: '0x' });
    const anonymous = log(3, { address: OURS, topics: [], data: '0x' });
    expect(eventsOf([cancel, unknown, anonymous, filled(4, { out: 1n, in: 1n })], timeOf)).toMatchObject([
      { account: OURS, name: 'CancelSent', details: { orderHash: hash(9), done: true } },
    ]);
  });

  it('of the factory are the contracts it has made', () => {
    const created = log(1, {
      address: OTHER,
      topics: encodeEventTopics({
        abi: balancerFactoryAbi,
        eventName: 'PortfolioCreated',
        args: { portfolio: OURS, owner: TAKER },
      }) as Hex[],
      data: encodeAbiParameters([{ type: 'bytes32' }, { type: 'address' }], [hash(0), OTHER]),
    });
    expect(
      creationsOf([created, log(2, { address: OTHER, topics: [hash(3)], data: '0x' })], timeOf),
    ).toMatchObject([{ address: OURS, owner: TAKER, blockNumber: 5n }]);
  });
});
