import { type Hex, type PublicClient, parseAbi } from 'viem';
import { decodeBurnMessage, encodeBurnMessage } from '../../lib/cctp/message.ts';
import type { Asked, Reply } from '../../stack/process/fake-server.ts';
import type { CctpSide, CctpWorld } from './cctp-world.ts';

/** Something that goes wrong for some rounds, and is then over. */
export type TransferFault = {
  readonly name: string;
  /** Rounds that it lasts. */
  readonly rounds: number;
  /** Before each round that it lasts. */
  readonly during?: (world: CctpWorld, round: number) => Promise<void>;
  readonly lift?: (world: CctpWorld) => Promise<void>;
  /** What is true at its end beside what always is. */
  readonly expect?: { readonly overdue: true };
};

const transmitterAbi = parseAbi([
  'function setPaused(bool is_)',
  'function receiveMessage(bytes message, bytes attestation) returns (bool)',
]);
const HOURS_36 = 36 * 3_600;

const pause = async ({ deployer, cctp }: CctpSide, is: boolean): Promise<void> => {
  const hash = await deployer.walletClient.writeContract({
    ...{ address: cctp.messageTransmitter, abi: transmitterAbi, functionName: 'setPaused', args: [is] },
  });
  await deployer.publicClient.waitForTransactionReceipt({ hash });
};

type Shown = { message: Hex; attestation: Hex; status: string };

/** The right answer with its messages changed. */
const changed =
  (change: (messages: readonly Shown[]) => readonly object[]) =>
  ({ url }: Asked, right: Reply): Reply => {
    if (right.status !== 200 || !url.pathname.startsWith('/v2/messages/')) return right;
    const { messages } = JSON.parse(right.body) as { messages: readonly Shown[] };
    return { ...right, body: JSON.stringify({ messages: change(messages) }) };
  };

const withAmount = (message: Hex, amount: bigint): Hex => {
  const read = decodeBurnMessage(message);
  if (!read.ok) return message;
  const bytes = encodeBurnMessage({ ...read.value, body: { ...read.value.body, amount } });
  return bytes.ok ? bytes.value : message;
};

const tamperedMessage = changed((messages) =>
  messages.map((one) => ({ ...one, message: withAmount(one.message, 10n ** 12n) })),
);
const tamperedSignature = changed((messages) =>
  messages.map((one) =>
    one.status === 'complete'
      ? {
          ...one,
          attestation: `${one.attestation.slice(0, 20)}${one.attestation[20] === '0' ? '1' : '0'}${one.attestation.slice(21)}`,
        }
      : one,
  ),
);
/** Somebody's own burn of the same transaction stands before ours, and one that is not attested. */
const anotherFirst = changed((messages) => [
  { status: 'pending_confirmations', message: '0x', attestation: 'PENDING' },
  ...messages.map((one) => ({ ...one, message: withAmount(one.message, 5n) })),
  ...messages,
]);

const emittedOf = async (world: CctpWorld): Promise<{ message: Hex; txHash: Hex } | null> => {
  const [row] = await world.database.admin<{ burn_message: Hex; burn_tx: Hex }[]>`
    select burn_message, burn_tx from transfers where burn_tx is not null`;
  return row === undefined ? null : { message: row.burn_message, txHash: row.burn_tx };
};

/** A stranger asks Circle, as anybody may, and hands the message in. */
const mintByStranger = async (world: CctpWorld): Promise<void> => {
  const emitted = await emittedOf(world);
  if (emitted === null) return;
  const path = `/v2/messages/${world.source.cctp.domain}?transactionHash=${emitted.txHash}`;
  const response = await fetch(`${world.api.baseUrl}${path}`);
  if (response.status !== 200) return;
  const { messages } = (await response.json()) as { messages: readonly Shown[] };
  const [one] = messages;
  if (one?.status !== 'complete') return;
  const { walletClient, publicClient } = world.stranger(world.destination);
  const hash = await walletClient
    .writeContract({
      ...{ address: world.destination.cctp.messageTransmitter, abi: transmitterAbi },
      ...{ functionName: 'receiveMessage', args: [one.message, one.attestation], gas: 500_000n },
    })
    .catch(() => null);
  if (hash !== null) await publicClient.waitForTransactionReceipt({ hash });
};

const statusOf = async ({ database }: CctpWorld): Promise<string> => {
  const [row] = await database.admin<{ status: string }[]>`select status from transfers`;
  return row?.status ?? 'none';
};

const reorg = ({ rpc }: CctpSide, depth: number) => rpc('anvil_reorg', [depth, []]).then(() => undefined);

/** Time passes, for the database and for both chains. */
const pass = async ({ database, source, destination }: CctpWorld, seconds: number): Promise<void> => {
  for (const column of ['wanted_at', 'burnt_at', 'attested_at'])
    await database.admin`update transfers set ${database.admin(column)} = ${database.admin(column)} - make_interval(secs => ${seconds})`;
  for (const { rpc } of [source, destination]) {
    await rpc('evm_increaseTime', [seconds]);
    await rpc('anvil_mine', ['0x1']);
  }
};

/** Answers of a chain that is down: set by name, and looked at by whoever stands in front of the chains. */
export const DOWN: Set<number> = new Set();

const withheld = (what: 'unknown' | 'pending') => ({
  during: async (world: CctpWorld) => {
    world.api.withheld.current = what;
  },
  lift: async (world: CctpWorld) => {
    world.api.withheld.current = null;
  },
});

const answering = (fault: (asked: Asked, right: Reply) => Reply) => ({
  during: async (world: CctpWorld) => {
    world.api.fault.current = fault;
  },
  lift: async (world: CctpWorld) => {
    world.api.fault.current = null;
  },
});

const down = (which: 'source' | 'destination') => ({
  during: async (world: CctpWorld, round: number) => {
    // It begins while something is on its way.
    if (round >= 2) DOWN.add(world[which].id);
  },
  lift: async (world: CctpWorld) => {
    DOWN.delete(world[which].id);
  },
});

const once = (status: string, act: (world: CctpWorld) => Promise<void>) => ({
  during: async (world: CctpWorld) => {
    if ((await statusOf(world)) === status) await act(world);
  },
});

const REFUSED: Reply = { status: 500, body: '{}' };

/** Every way in which a transfer is met by trouble; each is over at some time, and then all must be as if it had not been. */
export const TRANSFER_FAULTS: readonly TransferFault[] = [
  { name: 'nothing goes wrong', rounds: 0 },
  { name: 'Circle knows nothing of it', rounds: 8, ...withheld('unknown') },
  { name: 'Circle attests nothing', rounds: 8, ...withheld('pending') },
  { name: 'Circle is in trouble', rounds: 6, ...answering(() => REFUSED) },
  { name: 'Circle answers something else', rounds: 6, ...answering(() => ({ status: 200, body: '[1]' })) },
  { name: 'the message is tampered with', rounds: 8, ...answering(tamperedMessage) },
  { name: 'the signatures are tampered with', rounds: 8, ...answering(tamperedSignature) },
  { name: 'another message comes first', rounds: 30, ...answering(anotherFirst) },
  {
    name: 'what was attested has expired',
    rounds: 6,
    during: async ({ api }) => {
      api.written.current = { expirationBlock: 1n };
    },
    lift: async ({ api }) => {
      api.written.current = {};
    },
  },
  {
    name: 'a stranger mints it',
    rounds: 30,
    ...once('burnt', mintByStranger),
  },
  {
    name: 'a stranger mints it while ours waits in the pool',
    rounds: 30,
    during: async (world) => {
      if ((await statusOf(world)) !== 'attested') return;
      // Nobody mines what is sent; then the stranger pays more and both are mined in one block.
      await world.destination.rpc('evm_setAutomine', [false]);
      await world.due();
      await world.work().catch(() => undefined);
      await world.destination.rpc('evm_setAutomine', [true]);
      await mintByStranger(world);
    },
  },
  {
    name: 'the destination is paused',
    rounds: 9,
    during: ({ destination }, round) => (round === 0 ? pause(destination, true) : Promise.resolve()),
    lift: ({ destination }) => pause(destination, false),
  },
  {
    name: 'the source is paused',
    rounds: 4,
    during: ({ source }, round) => (round === 0 ? pause(source, true) : Promise.resolve()),
    lift: ({ source }) => pause(source, false),
  },
  { name: 'the source is down', rounds: 7, ...down('source') },
  { name: 'the destination is down', rounds: 9, ...down('destination') },
  {
    name: 'a reorganisation takes the burn away',
    rounds: 30,
    during: async (world, round) => {
      if (round === 1) await reorg(world.source, 2);
    },
  },
  {
    name: 'a reorganisation takes the mint away',
    rounds: 30,
    during: (() => {
      const seen = new WeakMap<CctpWorld, number>();
      return async (world: CctpWorld, round: number) => {
        if (round === 0) seen.delete(world);
        if ((await statusOf(world)) !== 'minted' || seen.has(world)) return;
        seen.set(world, round);
        await reorg(world.destination, 2);
      };
    })(),
  },
  {
    name: 'it is 36 hours late',
    rounds: 8,
    during: async (world, round) => {
      world.api.withheld.current = 'pending';
      if (round === 6) await pass(world, HOURS_36);
    },
    lift: async ({ api }) => {
      api.withheld.current = null;
    },
    expect: { overdue: true },
  },
];

/** A client of a chain that answers nothing while it is down. */
export const downable = ({ id, client }: CctpSide): PublicClient =>
  new Proxy(client, {
    get: (target, name, receiver) => {
      const value: unknown = Reflect.get(target, name, receiver);
      if (typeof value !== 'function' || !DOWN.has(id)) return value;
      return () => Promise.reject(new Error('connection refused'));
    },
  });
