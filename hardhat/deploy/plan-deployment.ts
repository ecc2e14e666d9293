import {
  type Address,
  concatHex,
  encodeDeployData,
  getContractAddress,
  type Hex,
  type PublicClient,
  parseAbi,
  zeroAddress,
  zeroHash,
} from 'viem';
import { LIBRARIES, linked, ROUTER_ADDRESS, readArtifact } from './deploy-local.ts';

/**
 * The deployment proxy that stands at this address on nearly every chain: an address then follows from the code alone, whoever sends and in
 * whatever order. Source: github.com/Arachnid/deterministic-deployment-proxy.
 */
export const CREATE2_PROXY: Address = '0x4e59b44847b379578588920cA78FbF26c0B4956C';

/** What is true of the chain and built into the implementation for ever. */
export type ChainFacts = {
  readonly feeTaker: Address;
  readonly wrappedNative: Address;
  /** Zero where the chain has none. */
  readonly sequencerFeed: Address;
  /** 1 where every block has a second of its own, else 0 (docs/decisions/0015). */
  readonly answerAgeMin: 0 | 1;
  /** Circle's, built into cash portfolios; null: none are to be made there. */
  readonly circle: CircleFacts | null;
  /** The delegation framework's, built into what trades for accounts by their delegations; null: none of it is to be made there. */
  readonly delegation: DelegationFacts | null;
};

export type DelegationFacts = { readonly delegationManager: Address; readonly entryPoint: Address };

export type CircleFacts = {
  readonly domain: number;
  readonly usdc: Address;
  readonly tokenMessenger: Address;
  readonly messageTransmitter: Address;
};

export type PlannedContract = {
  readonly name: string;
  /** As `contracts/Balancer.sol:Balancer`, which explorers ask for. */
  readonly source: string;
  readonly address: Address;
  readonly constructorArguments: Hex;
  readonly libraries: Readonly<Record<string, Address>>;
  /** For the proxy: salt and creation code. */
  readonly data: Hex;
};

const planned = async (
  folder: 'contracts' | 'contracts/libraries',
  name: string,
  {
    args = [],
    libraries = {},
  }: { readonly args?: readonly unknown[]; readonly libraries?: Readonly<Record<string, Address>> },
): Promise<PlannedContract> => {
  const artifact = await readArtifact(`${folder}/${name}.sol/${name}`);
  const bytecode = linked(artifact, libraries);
  const initCode = encodeDeployData({ abi: artifact.abi, bytecode, args: [...args] });
  const needed = Object.values(artifact.linkReferences).flatMap((file) => Object.keys(file));
  return {
    ...{ name, source: `${folder}/${name}.sol:${name}` },
    address: getContractAddress({
      opcode: 'CREATE2',
      from: CREATE2_PROXY,
      salt: zeroHash,
      bytecode: initCode,
    }),
    constructorArguments: `0x${initCode.slice(bytecode.length)}`,
    libraries: Object.fromEntries(Object.entries(libraries).filter(([library]) => needed.includes(library))),
    data: concatHex([zeroHash, initCode]),
  };
};

/** Libraries, implementation, factory and lens of cash portfolios. */
const planCash = async ({ usdc, tokenMessenger }: CircleFacts): Promise<readonly PlannedContract[]> => {
  const bridge = await planned('contracts/libraries', 'CashBridge', {});
  const rulebook = await planned('contracts/libraries', 'CashRulebook', {});
  const libraries = { CashBridge: bridge.address, CashRulebook: rulebook.address };
  const args = [usdc, tokenMessenger];
  const implementation = await planned('contracts', 'CashPortfolio', { args, libraries });
  const factory = await planned('contracts', 'CashFactory', { args: [implementation.address] });
  return [bridge, rulebook, implementation, factory, await planned('contracts', 'CashLens', {})];
};

/** Executor, implementation, factory and lens of delegated accounts, on the portfolios' libraries. */
const planDelegated = async (
  { sequencerFeed, answerAgeMin }: ChainFacts,
  { delegationManager, entryPoint }: DelegationFacts,
  libraries: Readonly<Record<string, Address>>,
): Promise<readonly PlannedContract[]> => {
  const executor = await planned('contracts', 'DelegatedExecutor', {});
  const args = [
    ...[ROUTER_ADDRESS, sequencerFeed, delegationManager, entryPoint, executor.address],
    BigInt(answerAgeMin),
  ];
  const implementation = await planned('contracts', 'DelegatedBalancer', { args, libraries });
  // A later factory names those before it here, so that no account has a clone of two.
  const factory = await planned('contracts', 'DelegatedFactory', { args: [implementation.address, []] });
  return [executor, implementation, factory, await planned('contracts', 'DelegatedLens', {})];
};

/** Every contract with the address that it will have, in the order in which they are made. */
export const planDeployment = async (facts: ChainFacts): Promise<readonly PlannedContract[]> => {
  const made: PlannedContract[] = [];
  const libraries: Record<string, Address> = {};
  for (const name of LIBRARIES) {
    const library = await planned('contracts/libraries', name, { libraries });
    libraries[name] = library.address;
    made.push(library);
  }
  const executor = await planned('contracts', 'SwapExecutor', {});
  const { feeTaker, wrappedNative, sequencerFeed, answerAgeMin } = facts;
  const args = [
    ROUTER_ADDRESS,
    feeTaker,
    wrappedNative,
    sequencerFeed,
    executor.address,
    BigInt(answerAgeMin),
  ];
  const implementation = await planned('contracts', 'Balancer', { args, libraries });
  const factory = await planned('contracts', 'BalancerFactory', {
    ...{ args: [implementation.address, wrappedNative], libraries },
  });
  const cash = facts.circle === null ? [] : await planCash(facts.circle);
  const delegated = facts.delegation === null ? [] : await planDelegated(facts, facts.delegation, libraries);
  return [...made, executor, implementation, factory, ...cash, ...delegated];
};

/** What must be on the chain before; each fault is a sentence. */
export const faultsOf = async (
  client: PublicClient,
  facts: ChainFacts,
  chainId: number,
): Promise<readonly string[]> => {
  const served = await client.getChainId();
  if (served !== chainId)
    return [`The node serves chain ${served}, not ${chainId}: nothing is deployed there.`];
  const wanted: readonly (readonly [string, Address])[] = [
    ['the deployment proxy', CREATE2_PROXY],
    ['1inch’s router', ROUTER_ADDRESS],
    ['--fee-taker', facts.feeTaker],
    ['--wrapped-native', facts.wrappedNative],
    ...(facts.sequencerFeed === zeroAddress ? [] : [['--sequencer-feed', facts.sequencerFeed] as const]),
    ...(facts.circle === null
      ? []
      : ([
          ['Circle’s USDC', facts.circle.usdc],
          ['Circle’s messenger', facts.circle.tokenMessenger],
        ] as const)),
    ...(facts.delegation === null
      ? []
      : ([
          ['the DelegationManager', facts.delegation.delegationManager],
          ['the EntryPoint', facts.delegation.entryPoint],
        ] as const)),
  ];
  const codes = await Promise.all(wanted.map(([, address]) => client.getCode({ address })));
  const missing = wanted.flatMap(([what, address], index) =>
    codes[index] === undefined ? [`There is no contract at ${address}, ${what}.`] : [],
  );
  return missing.length > 0 || facts.circle === null ? missing : circleFaults(client, facts.circle);
};

const circleAbi = parseAbi([
  'function localMessageTransmitter() view returns (address)',
  'function localDomain() view returns (uint32)',
]);

/** A messenger that says another transmitter, or another number of the chain, is not the one that is meant. */
const circleFaults = async (
  client: PublicClient,
  { domain, tokenMessenger, messageTransmitter }: CircleFacts,
): Promise<readonly string[]> => {
  const said = await client
    .readContract({ address: tokenMessenger, abi: circleAbi, functionName: 'localMessageTransmitter' })
    .catch(() => null);
  if (said?.toLowerCase() !== messageTransmitter.toLowerCase())
    return [
      `Circle’s messenger ${tokenMessenger} says its transmitter is ${said}, not ${messageTransmitter}.`,
    ];
  const number = await client.readContract({
    ...{ address: messageTransmitter, abi: circleAbi, functionName: 'localDomain' },
  });
  return number === domain
    ? []
    : [`Circle’s transmitter ${messageTransmitter} says its domain is ${number}, not ${domain}.`];
};
