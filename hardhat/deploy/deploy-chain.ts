import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Address, Hex } from 'viem';
import { artifactsFolder, type Deployer } from './deploy-local.ts';
import {
  type ChainFacts,
  CREATE2_PROXY,
  faultsOf,
  type PlannedContract,
  planDeployment,
} from './plan-deployment.ts';

/** What a deployment has come to; its file is written anew after each contract. */
export type AddressBook = {
  readonly chainId: number;
  readonly facts: ChainFacts;
  /** The chain's head before the first of them was made: an index may begin here. */
  readonly fromBlock: number;
  readonly contracts: Readonly<
    Record<string, { readonly address: Address; readonly transaction: Hex | null }>
  >;
  /** For CHAINS, with nodes put in; null until the factory stands. */
  readonly chains: {
    readonly chains: readonly [
      {
        readonly chain: number;
        readonly rpcUrls: readonly string[];
        readonly factoryAddress: Address;
        readonly factoryBlock: number;
        readonly cash?: {
          readonly factory: Address;
          readonly lens: Address;
          readonly fromBlock: number;
        };
        readonly delegated?: {
          readonly factory: Address;
          readonly lens: Address;
          readonly fromBlock: number;
        };
      },
    ];
  } | null;
};

export type Deployment = {
  readonly chainId: number;
  readonly facts: ChainFacts;
  /** Folder of the address book and of what explorers verify by. */
  readonly out: string;
  readonly dryRun: boolean;
  readonly say: (text: string) => void;
};

/** Whole or not at all: who is killed while it writes leaves the former one. */
const writeWhole = async (file: string, value: unknown): Promise<void> => {
  const partial = `${file}.${process.pid}.partial`;
  await writeFile(partial, `${JSON.stringify(value, null, 2)}\n`);
  await rename(partial, file);
};

const bookFile = ({ out, chainId }: Deployment): string => join(out, `${chainId}.json`);

const readBook = async (deployment: Deployment): Promise<AddressBook | null> => {
  const text = await readFile(bookFile(deployment), 'utf8').catch(() => null);
  return text === null ? null : (JSON.parse(text) as AddressBook);
};

/** The compiler's standard JSON input, with the libraries' addresses, as block explorers take it. */
const verificationOf = async ({
  name,
  source,
  address,
  constructorArguments,
  libraries,
}: PlannedContract) => {
  const [file = ''] = source.split(':');
  const debug = JSON.parse(await readFile(join(artifactsFolder, file, `${name}.dbg.json`), 'utf8'));
  const { solcLongVersion, input } = JSON.parse(
    await readFile(join(artifactsFolder, file, debug.buildInfo), 'utf8'),
  );
  const linked = Object.entries(libraries).map(([library, at]) => [
    `contracts/libraries/${library}.sol`,
    { [library]: at },
  ]);
  const settings = { ...input.settings, libraries: Object.fromEntries(linked) };
  return {
    ...{ address, contract: source, compiler: `v${solcLongVersion}`, constructorArguments },
    input: { ...input, settings },
  };
};

const send = async ({ walletClient, publicClient }: Deployer, contract: PlannedContract): Promise<Hex> => {
  const { name, address, data } = contract;
  const gas = await publicClient.estimateGas({ account: walletClient.account, to: CREATE2_PROXY, data });
  const hash = await walletClient.sendTransaction({ to: CREATE2_PROXY, data, gas: (gas * 6n) / 5n });
  const { status } = await publicClient.waitForTransactionReceipt({ hash });
  if (status !== 'success' || (await publicClient.getCode({ address })) === undefined)
    throw new Error(`${name}: transaction ${hash} made no contract at ${address}`);
  return hash;
};

/**
 * Puts libraries, executor, implementation and factory on a chain, and those of cash portfolios and delegated accounts where Circle's
 * and the delegation framework's contracts are named, each at the address that follows from its code. What is there already is left as it is, so that a deployment that broke off goes on when it is run again. Answers the factory's address, null where faults are in the way.
 */
export const deployChain = async (deployer: Deployer, deployment: Deployment): Promise<Address | null> => {
  const { chainId, facts, out, dryRun, say } = deployment;
  const client = deployer.publicClient;
  const faults = await faultsOf(client, facts, chainId);
  for (const fault of faults) say(fault);
  if (faults.length > 0) return null;
  const plan = await planDeployment(facts);
  const before = await readBook(deployment);
  let book: AddressBook = {
    ...{ chainId, facts, fromBlock: before?.fromBlock ?? Number(await client.getBlockNumber()) },
    ...{ contracts: before?.contracts ?? {}, chains: null },
  };
  if (!dryRun) await writeWhole(bookFile(deployment), book);
  for (const contract of plan) {
    const { name, address } = contract;
    const isThere = (await client.getCode({ address })) !== undefined;
    say(`${name.padEnd(16)} ${address}  ${isThere ? 'is there' : dryRun ? 'to be made' : 'is made'}`);
    if (dryRun) continue;
    const transaction = isThere
      ? (book.contracts[name]?.transaction ?? null)
      : await send(deployer, contract);
    book = { ...book, contracts: { ...book.contracts, [name]: { address, transaction } } };
    await writeWhole(bookFile(deployment), book);
    await writeWhole(join(out, `${chainId}-${name}.verification.json`), await verificationOf(contract));
  }
  const at = (wanted: string): Address | null => plan.find(({ name }) => name === wanted)?.address ?? null;
  const factory = at('BalancerFactory');
  if (dryRun || factory === null) return factory;
  const made = (wantedFactory: string, wantedLens: string) => {
    const [of, lens] = [at(wantedFactory), at(wantedLens)];
    return of === null || lens === null ? null : { factory: of, lens, fromBlock: book.fromBlock };
  };
  const [cash, delegated] = [made('CashFactory', 'CashLens'), made('DelegatedFactory', 'DelegatedLens')];
  const entry = {
    chain: chainId,
    rpcUrls: ['https://NODE/KEY'],
    factoryAddress: factory,
    factoryBlock: book.fromBlock,
    ...(cash === null ? {} : { cash }),
    ...(delegated === null ? {} : { delegated }),
  };
  await writeWhole(bookFile(deployment), { ...book, chains: { chains: [entry] } });
  return factory;
};
