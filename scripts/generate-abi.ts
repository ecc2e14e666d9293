import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

// Writes lib/abi from hardhat's artifacts (run `npm run -w hardhat compile` first); `--check` exits 1 when a file is stale.

type AbiItem = { readonly type: string; readonly name?: string };
type Source = {
  readonly file: string;
  readonly name: string;
  readonly artifact: string;
  readonly only?: readonly string[];
  /** Artifacts whose errors belong in as well. */
  readonly errorsOf?: readonly string[];
  /** Write the runtime code instead of the ABI: for calls that put it at an address by state override. */
  readonly code?: true;
};

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const interfaces = 'hardhat/artifacts/contracts/interfaces';

const sources: readonly Source[] = [
  {
    file: 'balancer-abi',
    name: 'balancerAbi',
    artifact: 'hardhat/artifacts/contracts/Balancer.sol/Balancer.json',
    // The errors of what the linked libraries use bubble up through the portfolio.
    errorsOf: [
      'hardhat/artifacts/contracts/libraries/Custody.sol/Custody.json',
      'hardhat/artifacts/contracts/libraries/Proposals.sol/Proposals.json',
      'hardhat/artifacts/contracts/SwapExecutor.sol/SwapExecutor.json',
    ],
  },
  {
    file: 'balancer-factory-abi',
    name: 'balancerFactoryAbi',
    artifact: `${interfaces}/IBalancerFactory.sol/IBalancerFactory.json`,
    // What a new portfolio or a deposit is refused with bubbles up through the factory.
    errorsOf: [
      'hardhat/artifacts/contracts/BalancerFactory.sol/BalancerFactory.json',
      'hardhat/artifacts/contracts/Balancer.sol/Balancer.json',
    ],
  },
  {
    file: 'balancer-lens-abi',
    name: 'balancerLensAbi',
    artifact: `${interfaces}/IBalancerLens.sol/IBalancerLens.json`,
  },
  {
    file: 'balancer-lens-code',
    name: 'balancerLensCode',
    artifact: 'hardhat/artifacts/contracts/BalancerLens.sol/BalancerLens.json',
    code: true,
  },
  {
    file: 'delegated-balancer-abi',
    name: 'delegatedBalancerAbi',
    artifact: `${interfaces}/IDelegatedBalancer.sol/IDelegatedBalancer.json`,
    // The errors of what it links and of its executor bubble up through it.
    errorsOf: [
      'hardhat/artifacts/contracts/DelegatedBalancer.sol/DelegatedBalancer.json',
      'hardhat/artifacts/contracts/libraries/Custody.sol/Custody.json',
      'hardhat/artifacts/contracts/libraries/Proposals.sol/Proposals.json',
      'hardhat/artifacts/contracts/SwapExecutor.sol/SwapExecutor.json',
    ],
  },
  {
    file: 'delegated-factory-abi',
    name: 'delegatedFactoryAbi',
    artifact: `${interfaces}/IDelegatedFactory.sol/IDelegatedFactory.json`,
    errorsOf: [
      'hardhat/artifacts/contracts/DelegatedFactory.sol/DelegatedFactory.json',
      'hardhat/artifacts/contracts/DelegatedBalancer.sol/DelegatedBalancer.json',
    ],
  },
  {
    file: 'delegation-manager-abi',
    name: 'delegationManagerAbi',
    artifact: `${interfaces}/IDelegationManager.sol/IDelegationManager.json`,
  },
  {
    file: 'delegated-lens-code',
    name: 'delegatedLensCode',
    artifact: 'hardhat/artifacts/contracts/DelegatedLens.sol/DelegatedLens.json',
    code: true,
  },
  {
    file: 'cash-portfolio-abi',
    name: 'cashPortfolioAbi',
    artifact: `${interfaces}/ICashPortfolio.sol/ICashPortfolio.json`,
    // The errors of its linked libraries bubble up through the portfolio.
    errorsOf: [
      'hardhat/artifacts/contracts/CashPortfolio.sol/CashPortfolio.json',
      'hardhat/artifacts/contracts/libraries/CashBridge.sol/CashBridge.json',
      'hardhat/artifacts/contracts/libraries/CashRulebook.sol/CashRulebook.json',
    ],
  },
  {
    file: 'cash-factory-abi',
    name: 'cashFactoryAbi',
    artifact: `${interfaces}/ICashFactory.sol/ICashFactory.json`,
    errorsOf: [
      'hardhat/artifacts/contracts/CashFactory.sol/CashFactory.json',
      'hardhat/artifacts/contracts/CashPortfolio.sol/CashPortfolio.json',
      'hardhat/artifacts/contracts/libraries/CashRulebook.sol/CashRulebook.json',
    ],
  },
  {
    file: 'cash-lens-abi',
    name: 'cashLensAbi',
    artifact: `${interfaces}/ICashLens.sol/ICashLens.json`,
  },
  {
    file: 'cash-lens-code',
    name: 'cashLensCode',
    artifact: 'hardhat/artifacts/contracts/CashLens.sol/CashLens.json',
    code: true,
  },
  {
    file: 'cctp-messenger-abi',
    name: 'cctpMessengerAbi',
    artifact: `${interfaces}/ICctpMessengerV2.sol/ICctpMessengerV2.json`,
  },
  {
    file: 'cctp-transmitter-abi',
    name: 'cctpTransmitterAbi',
    artifact: `${interfaces}/ICctpTransmitterV2.sol/ICctpTransmitterV2.json`,
  },
  {
    file: 'fee-taker-code',
    name: 'feeTakerCode',
    artifact:
      'hardhat/artifacts/@1inch/limit-order-protocol-contract/contracts/extensions/FeeTaker.sol/FeeTaker.json',
    code: true,
  },
  {
    file: 'price-lens-abi',
    name: 'priceLensAbi',
    artifact: `${interfaces}/IPriceLens.sol/IPriceLens.json`,
    only: ['read'],
  },
  {
    file: 'price-lens-code',
    name: 'priceLensCode',
    artifact: 'hardhat/artifacts/contracts/PriceLens.sol/PriceLens.json',
    code: true,
  },
  {
    file: 'token-trial-abi',
    name: 'tokenTrialAbi',
    artifact: `${interfaces}/ITokenTrial.sol/ITokenTrial.json`,
    only: ['tryAll'],
  },
  {
    file: 'token-trial-code',
    name: 'tokenTrialCode',
    artifact: 'hardhat/artifacts/contracts/TokenTrial.sol/TokenTrial.json',
    code: true,
  },
  {
    file: 'aggregator-v3-abi',
    name: 'aggregatorV3Abi',
    artifact: `${interfaces}/IAggregatorV3.sol/IAggregatorV3.json`,
  },
  {
    file: 'limit-order-protocol-abi',
    name: 'limitOrderProtocolAbi',
    artifact: 'hardhat/artifacts/contracts/local/LocalAggregationRouter.sol/LocalAggregationRouter.json',
    only: [
      'fillContractOrder',
      'fillContractOrderArgs',
      'fillOrder',
      'hashOrder',
      'cancelOrder',
      'remainingInvalidatorForOrder',
      'rawRemainingInvalidatorForOrder',
      'bitInvalidatorForOrder',
      'increaseEpoch',
      'epoch',
      'OrderFilled',
      'OrderCancelled',
      'BitInvalidatorUpdated',
      'EpochIncreased',
    ],
  },
  {
    file: 'erc20-abi',
    name: 'erc20Abi',
    artifact:
      'hardhat/artifacts/@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol/IERC20Metadata.json',
  },
];

async function readAbi(path: string): Promise<readonly AbiItem[]> {
  const artifact: unknown = JSON.parse(await readFile(join(root, path), 'utf8'));
  if (typeof artifact === 'object' && artifact !== null && 'abi' in artifact && Array.isArray(artifact.abi)) {
    return artifact.abi;
  }
  throw new Error(`${path} has no abi: run \`npm run -w hardhat compile\``);
}

async function readRuntimeCode(path: string): Promise<string> {
  const artifact: unknown = JSON.parse(await readFile(join(root, path), 'utf8'));
  const code =
    typeof artifact === 'object' && artifact !== null && 'deployedBytecode' in artifact
      ? artifact.deployedBytecode
      : undefined;
  // A placeholder of a linked library is no hex, and could not be overridden in.
  if (typeof code === 'string' && /^0x([0-9a-f]{2})+$/.test(code)) return code;
  throw new Error(`${path} has no runtime code, or one that wants linking`);
}

async function composeAbi(source: Source): Promise<readonly AbiItem[]> {
  const { only, errorsOf = [] } = source;
  const own = await readAbi(source.artifact);
  const kept = own.filter(
    (item) => only === undefined || item.type === 'error' || only.includes(item.name ?? ''),
  );
  const borrowed = (await Promise.all(errorsOf.map(readAbi))).flat().filter((item) => item.type === 'error');
  const known = new Set<string>();
  return [...kept, ...borrowed].filter((item) => {
    const key = JSON.stringify(item);
    return known.has(key) ? false : known.add(key);
  });
}

async function render(source: Source): Promise<string> {
  const header = '// Generated from the compiled contracts by scripts/generate-abi.ts. Do not edit.\n';
  const value = source.code
    ? `'${await readRuntimeCode(source.artifact)}'`
    : JSON.stringify(await composeAbi(source), null, 2);
  return `${header}export const ${source.name} = ${value} as const;\n`;
}

const check = process.argv.includes('--check');
const stale: string[] = [];
for (const source of sources) {
  const path = join(root, 'lib/abi', `${source.file}.ts`);
  const text = await render(source);
  const current = await readFile(path, 'utf8').catch(() => '');
  if (current === text) continue;
  stale.push(`lib/abi/${source.file}.ts`);
  if (check) continue;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}
if (check && stale.length > 0) {
  process.stderr.write(
    `stale: ${stale.join(', ')}\nrun: npm run -w hardhat compile && npx tsx scripts/generate-abi.ts\n`,
  );
  process.exitCode = 1;
} else {
  process.stdout.write(stale.length === 0 ? 'lib/abi is up to date\n' : `wrote ${stale.join(', ')}\n`);
}
