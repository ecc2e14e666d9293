import { type Finding, fault, orWell, skipped, warning, well } from '../../lib/doctor/finding.ts';
import type { Result } from '../../lib/result.ts';

/** What one node of a chain answers. */
export type NodeFacts = {
  readonly host: string;
  readonly head: Result<{ readonly number: bigint; readonly timeSeconds: number }>;
  /** Below: null where the head could not be read. */
  readonly milliseconds: number | null;
  /** A call with code put in place for it: how fleets, orders and prices are read. */
  readonly lens: Result<unknown> | null;
  /** State as many blocks back as a transaction needs to settle. */
  readonly state: Result<unknown> | null;
  /** Logs from where the index begins. */
  readonly logs: Result<unknown> | null;
};

/** A chain that is served, and its nodes. */
export type ChainFacts = {
  readonly name: string;
  readonly chainId: number;
  readonly blockSeconds: number;
  readonly nodes: readonly NodeFacts[];
  readonly nowSeconds: number;
};

/** Its time is whatever its tests make it. */
const LOCAL_CHAIN = 31_337;
const HEAD_AGE_WARNED_SECONDS = 60;
const HEAD_AGE_WARNED_BLOCKS = 10;
const HEAD_AGE_SECONDS_MAX = 900;
const AHEAD_SECONDS_MAX = 30;
const SLOW_MS = 2_000;

type AtNode = ChainFacts & { readonly node: NodeFacts };

const failedOf = ({ name, node }: AtNode): readonly Finding[] => {
  if (node.head.ok) return [];
  const isOther = node.head.error.code === 'wrong-chain';
  return [
    fault('nodes', {
      says: `${name}, ${node.host}: ${node.head.error.message}`,
      disables: `nothing of ${name} is read or sent through it`,
      mend: isOther
        ? 'set NETWORK_ID to the chain that it serves, or name a node of the chain that is meant (docs/chains.md)'
        : 'see that the node runs and can be reached from here, and that its key is right and not used up (docs/chains.md)',
    }),
  ];
};

const ageOf = ({ name, chainId, node, nowSeconds, blockSeconds }: AtNode): readonly Finding[] => {
  if (!node.head.ok || chainId === LOCAL_CHAIN) return [];
  const age = nowSeconds - node.head.value.timeSeconds;
  const warned = Math.max(HEAD_AGE_WARNED_SECONDS, HEAD_AGE_WARNED_BLOCKS * blockSeconds);
  if (age < -AHEAD_SECONDS_MAX)
    return [
      warning('nodes', {
        says: `${name}, ${node.host}: its head is ${-age} s in our future.`,
        disables: 'ages of prices are judged wrongly',
        mend: 'set this machine’s clock by NTP',
      }),
    ];
  if (age <= warned) return [];
  const gap = {
    says: `${name}, ${node.host}: its head is ${age} s old.`,
    disables: 'nothing is decided on an old head: portfolios hold',
    mend: 'see whether the node still follows its chain, or name another one first',
  };
  return [age > HEAD_AGE_SECONDS_MAX ? fault('nodes', gap) : warning('nodes', gap)];
};

const lagOf = ({ name, nodes, node, blockSeconds }: AtNode): readonly Finding[] => {
  if (!node.head.ok) return [];
  const best = nodes.reduce(
    (highest, { head }) => (head.ok && head.value.number > highest ? head.value.number : highest),
    0n,
  );
  const behind = best - node.head.value.number;
  const blocksMax = BigInt(Math.ceil(Math.max(30, 3 * blockSeconds) / blockSeconds));
  return behind > blocksMax
    ? [
        warning('nodes', {
          says: `${name}, ${node.host}: it is ${behind} blocks behind another node.`,
          disables: 'it is not asked while it lags: there is one node less to fall back on',
          mend: 'see whether the node still follows its chain, or take it off the list',
        }),
      ]
    : [];
};

const LIMITS = [
  {
    of: 'lens',
    what: 'it answers no call with a state override',
    disables: 'fleets, orders and prices can’t be read: no ticks',
    mend: 'use a node that knows state overrides in eth_call, as Geth, Reth, Erigon, Nethermind and anvil do',
  },
  {
    of: 'state',
    what: 'it has no state of eight blocks ago',
    disables: 'the bot’s own transactions (revocations, proposals, allowances) can’t be followed',
    mend: 'use a node that keeps the state of the last 128 blocks, as is usual',
  },
  {
    of: 'logs',
    what: 'it has no logs of the block at which the index begins',
    disables: 'portfolios can’t be found and fills not be counted on a database that is not yet at the head',
    mend: 'use a node that keeps logs since FACTORY_BLOCK, at least until the index is at the head; raise FACTORY_BLOCK if it is too low',
  },
] as const;

const limitsOf = ({ name, node }: AtNode): readonly Finding[] =>
  LIMITS.flatMap(({ of, what, disables, mend }) => {
    const asked = node[of];
    if (asked === null || asked.ok) return [];
    return [
      fault('nodes', { says: `${name}, ${node.host}: ${what} (${asked.error.message})`, disables, mend }),
    ];
  });

const slownessOf = ({ name, node }: AtNode): readonly Finding[] =>
  node.milliseconds !== null && node.milliseconds > SLOW_MS
    ? [
        warning('nodes', {
          says: `${name}, ${node.host}: it took ${node.milliseconds} ms to tell its head.`,
          disables: 'ticks take as long, several times over',
          mend: 'use a node that is nearer or less busy',
        }),
      ]
    : [];

/** Every node of every chain for itself: among several a bad one would else be hidden by the good ones. */
export const judgeNodes = (chains: readonly ChainFacts[]): readonly Finding[] =>
  chains.flatMap((chain) => {
    const { name, nodes } = chain;
    if (nodes.length === 0) return [skipped('nodes', `${name} has no RPC_URL`)];
    const gaps = nodes.flatMap((node) =>
      [failedOf, ageOf, lagOf, limitsOf, slownessOf].flatMap((judge) => judge({ ...chain, node })),
    );
    const heads = nodes.flatMap(({ head }) => (head.ok ? [`block ${head.value.number}`] : []));
    const says = `${name}: ${nodes.length === 1 ? 'its node answers' : `all ${nodes.length} nodes answer`}, at ${heads[0]}.`;
    return orWell(gaps, well('nodes', says));
  });

export type ContractFacts = {
  readonly name: string;
  /** Null where none is named. */
  readonly factory: { readonly address: string; readonly kind: 'factory' | 'other-code' | 'no-code' } | null;
  readonly factoryBlock: bigint;
  readonly headNumber: bigint;
  readonly router: { readonly address: string; readonly hasCode: boolean };
  /** Null where none are named; `isLens` is null where its code is put in place for a call. */
  readonly cash: {
    readonly address: string;
    readonly kind: 'factory' | 'other-code' | 'no-code';
    readonly isLens: boolean | null;
  } | null;
};

/** From there on an index that begins at block 0 takes long. */
const LONG_CHAIN_BLOCKS = 100_000n;

const factoryGapsOf = ({ name, factory, factoryBlock, headNumber }: ContractFacts): readonly Finding[] => {
  const disables = 'no portfolio is found';
  if (factory === null)
    return [
      fault('contracts', {
        says: `${name}: no factory is named.`,
        disables,
        mend: 'deploy the contracts, or set FACTORY_ADDRESS to the factory that is there',
      }),
    ];
  const words = { 'no-code': 'there is no contract', 'other-code': 'there is another contract' } as const;
  if (factory.kind !== 'factory')
    return [
      fault('contracts', {
        says: `${name}: at FACTORY_ADDRESS, ${factory.address}, ${words[factory.kind]}${factory.kind === 'other-code' ? ' than a BalancerFactory' : ''}.`,
        disables,
        mend: 'set FACTORY_ADDRESS to the address that the deployment printed for this chain',
      }),
    ];
  if (factoryBlock > headNumber)
    return [
      fault('contracts', {
        says: `${name}: FACTORY_BLOCK is ${factoryBlock}, and the chain is at ${headNumber}.`,
        disables,
        mend: 'set FACTORY_BLOCK to the block in which the factory was created',
      }),
    ];
  return factoryBlock === 0n && headNumber > LONG_CHAIN_BLOCKS
    ? [
        warning('contracts', {
          says: `${name}: FACTORY_BLOCK is 0, and the chain is at ${headNumber}.`,
          disables: 'nothing, but the first index reads every block since the first, which can take hours',
          mend: 'set FACTORY_BLOCK to the block in which the factory was created',
        }),
      ]
    : [];
};

const cashGapsOf = ({ name, cash }: ContractFacts): readonly Finding[] => {
  if (cash === null) return [];
  const mend = 'set `cash` of the chain to the addresses that the deployment printed for it (docs/chains.md)';
  const unfound =
    cash.kind === 'factory'
      ? []
      : [
          fault('contracts', {
            says: `${name}: at ${cash.address} there is no factory of cash portfolios.`,
            ...{ disables: 'no cash portfolio is found', mend },
          }),
        ];
  const unread =
    cash.isLens === false
      ? [
          fault('contracts', {
            says: `${name}: the lens of cash has other code than ours.`,
            ...{ disables: 'no cash portfolio is read', mend },
          }),
        ]
      : [];
  return [...unfound, ...unread];
};

/** `read` is null for a chain without an answer. */
export const judgeContracts = (
  chains: readonly { readonly name: string; readonly read: Result<ContractFacts> | null }[],
): readonly Finding[] =>
  chains.flatMap(({ name, read }) => {
    if (read === null || !read.ok) return [skipped('contracts', `no node of ${name} answers`)];
    const { router, factory } = read.value;
    const unrouted = router.hasCode
      ? []
      : [
          fault('contracts', {
            says: `${name}: at ${router.address} there is no Limit Order Protocol.`,
            disables: 'no order can ever be filled',
            mend: 'serve a chain to which 1inch has deployed it (docs/chains.md)',
          }),
        ];
    return orWell(
      [...factoryGapsOf(read.value), ...unrouted, ...cashGapsOf(read.value)],
      well(
        'contracts',
        `${name}: the factory ${factory?.address ?? ''} and the Limit Order Protocol are there.`,
      ),
    );
  });
