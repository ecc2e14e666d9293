// Puts everything a portfolio needs on a local chain (anvil or hardhat node, chain id 31337 unless another is named).
//
//   artifacts   hardhat/artifacts, made by `npm run -w hardhat compile`
//   entry       deployLocal({ rpcUrl, deployerKey?, chainId? }) → the addresses below
//   router      LocalAggregationRouter's code is put at 0x111111125421ca6dc452d289314280a0f8842a65 (its main-net address)
//               by anvil_setCode or hardhat_setCode, so that typed data and hashes equal those of the 1inch SDK
//   more        deployContract(), readArtifact() for tokens, feeds (contracts/local) and Uniswap's build JSONs
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type Abi,
  type Account,
  type Address,
  type Chain,
  createPublicClient,
  createWalletClient,
  type Hex,
  http,
  isHex,
  type PublicClient,
  type Transport,
  type WalletClient,
} from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { hardhat } from 'viem/chains';

/** Where 1inch's router, and in it the Limit Order Protocol v4, lives on main networks. */
export const ROUTER_ADDRESS: Address = '0x111111125421ca6dc452d289314280a0f8842a65';

/** Linked into the implementation, in an order in which each finds those that it calls. */
export const LIBRARIES = ['Administration', 'Custody', 'OrderRules', 'Proposals', 'Views'] as const;

/** First account of anvil's and hardhat's public test mnemonic. */
export const LOCAL_DEPLOYER_KEY: Hex = '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80';

/** Where compiled contracts lie. */
export const artifactsFolder = join(dirname(fileURLToPath(import.meta.url)), '..', 'artifacts');
const require = createRequire(import.meta.url);

type LinkReferences = Readonly<
  Record<string, Readonly<Record<string, readonly { readonly start: number; readonly length: number }[]>>>
>;

/** A compiled contract; `linkReferences` say where library addresses go in `bytecode`. */
export type Artifact = {
  readonly abi: Abi;
  readonly bytecode: string;
  readonly deployedBytecode: string;
  readonly linkReferences: LinkReferences;
};

/** Clients of one account on one local chain. */
export type Deployer = {
  readonly account: Account;
  readonly publicClient: PublicClient;
  readonly walletClient: WalletClient<Transport, Chain, Account>;
};

/** All addresses lower-cased. */
export type LocalDeployment = {
  readonly router: Address;
  readonly weth: Address;
  readonly accessToken: Address;
  readonly feeTaker: Address;
  readonly implementation: Address;
  readonly executorImplementation: Address;
  readonly factory: Address;
  readonly lens: Address;
  readonly feedBoard: Address;
  readonly libraries: Readonly<Record<string, Address>>;
};

/** Reads `hardhat/artifacts/<path>.json`, for example `contracts/local/TestToken.sol/TestToken`. */
export async function readArtifact(path: string): Promise<Artifact> {
  const text = await readFile(join(artifactsFolder, `${path}.json`), 'utf8').catch(() => {
    throw new Error(`no artifact ${path}: run \`npm run -w hardhat compile\``);
  });
  return JSON.parse(text) as Artifact;
}

/** Reads a build JSON that an npm package ships, for example `@uniswap/v2-periphery/build/WETH9.json`. */
export async function readPackagedArtifact(path: string): Promise<Artifact> {
  const json = JSON.parse(await readFile(require.resolve(path), 'utf8')) as { abi: Abi; bytecode: string };
  const bytecode = json.bytecode.startsWith('0x') ? json.bytecode : `0x${json.bytecode}`;
  return { abi: json.abi, bytecode, deployedBytecode: '0x', linkReferences: {} };
}

/** Clients for `rpcUrl` with the given key, or the chain's first test account. */
export function createDeployer(options: {
  readonly rpcUrl: string;
  readonly deployerKey?: Hex;
  readonly chainId?: number;
  /** Between two questions for a receipt. */
  readonly pollMs?: number;
}): Deployer {
  const chain: Chain = { ...hardhat, id: options.chainId ?? hardhat.id };
  const account = privateKeyToAccount(options.deployerKey ?? LOCAL_DEPLOYER_KEY);
  const transport = http(options.rpcUrl);
  return {
    account,
    publicClient: createPublicClient({ chain, transport, pollingInterval: options.pollMs ?? 25 }),
    walletClient: createWalletClient({ account, chain, transport }),
  };
}

/** Deploys one contract and waits for it. Throws if the chain refuses. */
export async function deployContract(
  deployer: Deployer,
  artifact: Artifact,
  options: {
    readonly args?: readonly unknown[];
    readonly libraries?: Readonly<Record<string, Address>>;
  } = {},
): Promise<Address> {
  const bytecode = linked(artifact, options.libraries ?? {});
  const hash = await deployer.walletClient.deployContract({
    abi: artifact.abi,
    bytecode,
    args: options.args ?? [],
  });
  const receipt = await deployer.publicClient.waitForTransactionReceipt({ hash });
  if (receipt.status !== 'success' || !receipt.contractAddress) throw new Error(`deployment ${hash} failed`);
  return lower(receipt.contractAddress);
}

/** Deploys router, WETH9, FeeTaker, libraries, executor, implementation, factory, lens and an (empty) feed board. */
export async function deployLocal(options: {
  readonly rpcUrl: string;
  readonly deployerKey?: Hex;
  readonly chainId?: number;
}): Promise<LocalDeployment> {
  const deployer = createDeployer(options);
  const weth = await deployContract(
    deployer,
    await readPackagedArtifact('@uniswap/v2-periphery/build/WETH9.json'),
  );
  await placeRouter(deployer, weth);
  const token = await readArtifact('contracts/local/TestToken.sol/TestToken');
  const accessToken = await deployContract(deployer, token, { args: ['Access Token', 'ACCESS', 18] });
  const feeTaker = await deployContract(
    deployer,
    await readArtifact(`${LOP}/extensions/FeeTaker.sol/FeeTaker`),
    {
      args: [ROUTER_ADDRESS, accessToken, weth, deployer.account.address],
    },
  );

  const libraries: Record<string, Address> = {};
  for (const name of LIBRARIES) {
    const artifact = await readArtifact(`contracts/libraries/${name}.sol/${name}`);
    libraries[name] = await deployContract(deployer, artifact, { libraries });
  }
  const executorImplementation = await deployOurs(deployer, 'SwapExecutor', {});
  const implementation = await deployOurs(deployer, 'Balancer', {
    args: [ROUTER_ADDRESS, feeTaker, weth, ZERO, executorImplementation, ANSWER_AGE_SECONDS_MIN],
    libraries,
  });
  const factory = await deployOurs(deployer, 'BalancerFactory', { args: [implementation, weth], libraries });
  const lens = await deployOurs(deployer, 'BalancerLens', { libraries });
  const feedBoard = await deployContract(
    deployer,
    await readArtifact('contracts/local/TestFeed.sol/TestFeedBoard'),
  );
  return {
    router: ROUTER_ADDRESS,
    weth,
    accessToken,
    feeTaker,
    implementation,
    executorImplementation,
    factory,
    lens,
    feedBoard,
    libraries,
  };
}

const LOP = '@1inch/limit-order-protocol-contract/contracts';
/** Blocks of a local chain share seconds: by the rule of main networks, a feed that has just answered would stop fills. */
const ANSWER_AGE_SECONDS_MIN = 0n;
const ZERO: Address = '0x0000000000000000000000000000000000000000';

async function deployOurs(
  deployer: Deployer,
  name: string,
  options: { readonly args?: readonly unknown[]; readonly libraries?: Readonly<Record<string, Address>> },
): Promise<Address> {
  return deployContract(deployer, await readArtifact(`contracts/${name}.sol/${name}`), options);
}

/** EIP712's cached separator is for the deployed address; at the other address it is rebuilt, as in a clone. */
async function placeRouter(deployer: Deployer, weth: Address): Promise<void> {
  const artifact = await readArtifact('contracts/local/LocalAggregationRouter.sol/LocalAggregationRouter');
  const deployed = await deployContract(deployer, artifact, { args: [weth] });
  const code = await deployer.publicClient.getCode({ address: deployed });
  if (code === undefined) throw new Error('the router has no code');
  await setCode(deployer, ROUTER_ADDRESS, code);
}

async function setCode(deployer: Deployer, address: Address, code: Hex): Promise<void> {
  const request = deployer.publicClient.request as (call: {
    method: string;
    params: unknown[];
  }) => Promise<unknown>;
  const params = [address, code];
  await request({ method: 'anvil_setCode', params }).catch(() =>
    request({ method: 'hardhat_setCode', params }),
  );
}

/** Its creation code with the libraries' addresses. @throws when one is missing */
export function linked(artifact: Artifact, libraries: Readonly<Record<string, Address>>): Hex {
  let code = artifact.bytecode;
  for (const file of Object.values(artifact.linkReferences)) {
    for (const [name, places] of Object.entries(file)) {
      const address = libraries[name];
      if (address === undefined) throw new Error(`library ${name} is not deployed yet`);
      for (const { start, length } of places) {
        const from = 2 + 2 * start;
        code = code.slice(0, from) + address.slice(2) + code.slice(from + 2 * length);
      }
    }
  }
  if (!isHex(code)) throw new Error('bytecode is not linked');
  return code;
}

function lower(address: Address): Address {
  return address.toLowerCase() as Address;
}
