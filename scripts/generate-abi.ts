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
};

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const interfaces = 'hardhat/artifacts/contracts/interfaces';

const sources: readonly Source[] = [
  { file: 'balancer-abi', name: 'balancerAbi', artifact: `${interfaces}/IBalancer.sol/IBalancer.json` },
  {
    file: 'balancer-factory-abi',
    name: 'balancerFactoryAbi',
    artifact: `${interfaces}/IBalancerFactory.sol/IBalancerFactory.json`,
  },
  {
    file: 'balancer-lens-abi',
    name: 'balancerLensAbi',
    artifact: `${interfaces}/IBalancerLens.sol/IBalancerLens.json`,
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
  {
    file: 'weth-abi',
    name: 'wethAbi',
    artifact: 'hardhat/artifacts/@1inch/solidity-utils/contracts/interfaces/IWETH.sol/IWETH.json',
  },
];

async function readAbi(source: Source): Promise<readonly AbiItem[]> {
  const artifact: unknown = JSON.parse(await readFile(join(root, source.artifact), 'utf8'));
  if (
    typeof artifact !== 'object' ||
    artifact === null ||
    !('abi' in artifact) ||
    !Array.isArray(artifact.abi)
  ) {
    throw new Error(`${source.artifact} has no abi: run \`npm run -w hardhat compile\``);
  }
  const abi: readonly AbiItem[] = artifact.abi;
  const { only } = source;
  return only === undefined
    ? abi
    : abi.filter((item) => item.type === 'error' || only.includes(item.name ?? ''));
}

function render(source: Source, abi: readonly AbiItem[]): string {
  const header = '// Generated from the compiled contracts by scripts/generate-abi.ts. Do not edit.\n';
  return `${header}export const ${source.name} = ${JSON.stringify(abi, null, 2)} as const;\n`;
}

const check = process.argv.includes('--check');
const stale: string[] = [];
for (const source of sources) {
  const path = join(root, 'lib/abi', `${source.file}.ts`);
  const text = render(source, await readAbi(source));
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
