import { type Hex, parseAbi } from 'viem';
import { inFlightUnitsDown } from '../../lib/cctp/in-flight.ts';
import { readArriving } from '../../services/store/cash/transfers.ts';
import { openAttestations } from '../../services/wire/cash/transfers.ts';
import type { CctpSide, CctpWorld, Hands } from './cctp-world.ts';
import { DOWN, downable, type TransferFault } from './transfer-faults.ts';
import { type Crash, openGate } from './worker-gate.ts';

export const AMOUNT = 25_000_000n;
const ROUNDS_MAX = 40;

const usedNoncesAbi = parseAbi(['function usedNonces(bytes32) view returns (uint256)']);
const mintAbi = parseAbi([
  'event MintAndWithdraw(address indexed mintRecipient, uint256 amount, address indexed mintToken, uint256 feeCollected)',
  'event DepositForBurn(address indexed burnToken, uint256 amount, address indexed depositor, bytes32 mintRecipient, uint32 destinationDomain, bytes32 destinationTokenMessenger, bytes32 destinationCaller, uint256 maxFee, uint32 indexed minFinalityThreshold, bytes hookData)',
]);

/** A worker whose writes are counted: each to the database and each transaction it sends is a point at which it may die. */
const gatedHands = (world: CctpWorld, crash: Crash | null) => {
  const gate = openGate(crash, async () => {
    await world.due();
    await world.work();
  });
  const hands: Hands = {
    run: gate.run(world.hands.run),
    clientOf: (side) => gate.client(downable(side)),
  };
  return { ...gate, hands };
};

const transferOf = async ({ database }: CctpWorld) => {
  const [row] = await database.admin<
    { status: string; closed: boolean; overdue: boolean; caller: string | null; nonce: Hex | null }[]
  >`
    select status, closed_at is not null as closed, overdue_at is not null as overdue, mint_caller as caller, nonce from transfers`;
  return row;
};

/** All there is, in balances and on its way, as a page would count it at this moment. */
const countAll = async (world: CctpWorld): Promise<bigint> => {
  const { source, destination, account, recipient, hands } = world;
  const here = await source.usdcOf(account);
  const there = await destination.usdcOf(recipient);
  const arriving = await hands.run((sql) => readArriving(sql, { chainId: destination.id, recipient }));
  if (!arriving.ok) throw new Error(arriving.error.message);
  const usedNonces = new Set<Hex>();
  const unattested = new Set<Hex>();
  const api = openAttestations(world.api.baseUrl, hands.run);
  for (const { id, attested, burn, sourceDomain } of arriving.value) {
    if (attested !== null) {
      const used = await destination.client.readContract({
        ...{ address: destination.cctp.messageTransmitter, abi: usedNoncesAbi },
        ...{ functionName: 'usedNonces', args: [attested.nonce] },
      });
      if (used === 1n) usedNonces.add(attested.nonce);
      continue;
    }
    if (burn === null || world.api.fault.current !== null) continue;
    const offers = await api.offers(sourceDomain, burn.txHash);
    if (offers.ok && offers.value.every((offer) => offer === null)) unattested.add(id);
  }
  return (
    here + there + inFlightUnitsDown(arriving.value, { chainId: destination.id, usedNonces, unattested })
  );
};

export type Outcome = {
  readonly status: string;
  readonly overdue: boolean;
  readonly caller: string | null;
  readonly burns: number;
  readonly mints: number;
  readonly leftAtSource: bigint;
  readonly arrived: bigint;
  /** The most that was ever counted above what there is. */
  readonly overcounted: bigint;
  readonly rounds: number;
  readonly points: number;
  readonly died: boolean;
  readonly reattested: number;
};

const countEvents = async ({ client, cctp }: CctpSide, event: 'MintAndWithdraw' | 'DepositForBurn') => {
  const logs = await client.getContractEvents({
    ...{ address: cctp.tokenMessenger, abi: mintAbi, eventName: event },
    fromBlock: 0n,
  });
  return logs.length;
};

/** One transfer under one fault, with a worker that dies at one point; others go on until it is over. All is as before afterwards. */
export const runTransfer = async (
  world: CctpWorld,
  fault: TransferFault,
  crash: Crash | null,
): Promise<Outcome> => {
  const { source, destination, database } = world;
  const sides = [source, destination];
  const snapshots = await Promise.all(sides.map(({ rpc }) => rpc('evm_snapshot')));
  const held = await source.usdcOf(world.account);
  const had = await destination.usdcOf(world.recipient);
  const gate = gatedHands(world, crash);
  let overcounted = 0n;
  let round = 0;
  try {
    await world.begin(AMOUNT, { seconds: 30 * 86_400 });
    for (; round < ROUNDS_MAX; round += 1) {
      if (round < fault.rounds) await fault.during?.(world, round);
      if (round === fault.rounds) await fault.lift?.(world);
      const hands = gate.died() ? { ...world.hands, clientOf: downable } : gate.hands;
      await world.work(hands).catch((thrown: unknown) => {
        if (!gate.died()) throw thrown;
      });
      const counted = await countAll(world);
      if (counted - held - had > overcounted) overcounted = counted - held - had;
      const row = await transferOf(world);
      if (row?.closed === true) break;
      await Promise.all(sides.map(({ mine }) => mine(1)));
      await world.due();
    }
    const row = await transferOf(world);
    return {
      ...{ status: row?.status ?? 'none', overdue: row?.overdue ?? false, caller: row?.caller ?? null },
      burns: await countEvents(source, 'DepositForBurn'),
      mints: await countEvents(destination, 'MintAndWithdraw'),
      leftAtSource: (await source.usdcOf(world.account)) - held,
      arrived: (await destination.usdcOf(world.recipient)) - had,
      ...{ overcounted, rounds: round, points: gate.points(), died: gate.died() },
      reattested: world.api.reattested.length,
    };
  } finally {
    DOWN.clear();
    Object.assign(world.api.fault, { current: null });
    Object.assign(world.api.withheld, { current: null });
    Object.assign(world.api.written, { current: {} });
    world.api.reattested.length = 0;
    await database.admin`delete from transfers`;
    await Promise.all(sides.map(({ rpc }, index) => rpc('evm_revert', [snapshots[index]])));
  }
};

/** What must be true of every one of them: nothing lost, nothing twice, and what the fault itself leaves behind. */
export const expectedOf = ({ expect }: TransferFault) => ({
  ...{ status: 'settled', burns: 1, mints: 1, leftAtSource: -AMOUNT, arrived: AMOUNT, overcounted: 0n },
  overdue: expect?.overdue === true,
});
