import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { TASK_COMPILE_SOLIDITY_GET_SOLC_BUILD } from 'hardhat/builtin-tasks/task-names';
import type { HardhatUserConfig } from 'hardhat/config';
import { subtask } from 'hardhat/config';

/** Ours: the first version whose list of known bugs is empty; up to 0.8.33 the IR pipeline may clear storage for transient storage. */
const SOLC = { version: '0.8.37', longVersion: '0.8.37+commit.f401782d', package: 'solc' };
/** The version that 1inch's sources are pinned to. */
const SOLC_OF_1INCH = { version: '0.8.30', longVersion: '0.8.30+commit.73712a01', package: 'solc-of-1inch' };
const settings = {
  optimizer: { enabled: true, runs: 200 },
  evmVersion: 'cancun',
  metadata: { bytecodeHash: 'none' },
  viaIR: true,
};

// The compilers come from npm (solc-js), so that compiling needs no download and works offline.
subtask(TASK_COMPILE_SOLIDITY_GET_SOLC_BUILD).setAction(async ({ solcVersion }: { solcVersion: string }) => {
  const compiler = [SOLC, SOLC_OF_1INCH].find(({ version }) => version === solcVersion);
  if (compiler === undefined) throw new Error(`solc ${solcVersion} is not installed`);
  return {
    version: compiler.version,
    longVersion: compiler.longVersion,
    compilerPath: require.resolve(`${compiler.package}/soljson.js`),
    isSolcJs: true,
  };
});

const config: HardhatUserConfig = {
  solidity: {
    compilers: [SOLC, SOLC_OF_1INCH].map(({ version }) => ({ version, settings })),
    overrides: Object.fromEntries([
      // What every fill runs is worth its size: 200 runs leave 3,700 bytes more room and cost 1,000 gas a fill.
      [
        'contracts/Balancer.sol',
        { version: SOLC.version, settings: { ...settings, optimizer: { enabled: true, runs: 10_000 } } },
      ],
      // Their pragmas would allow ours as well.
      ...[
        'contracts/local/LocalAggregationRouter.sol',
        'contracts/local/LocalFeeTaker.sol',
        '@1inch/limit-order-protocol-contract/contracts/extensions/FeeTaker.sol',
        '@1inch/limit-order-protocol-contract/contracts/extensions/AmountGetterWithFee.sol',
      ].map((file) => [file, { version: SOLC_OF_1INCH.version, settings }]),
    ]),
  },
  networks: {
    hardhat: { hardfork: 'cancun', chainId: 31337 },
    localhost: { url: process.env['RPC_URL'] ?? 'http://127.0.0.1:8545' },
  },
};

// Every file in tasks/ registers its own tasks.
const tasks = join(__dirname, 'tasks');
for (const file of readdirSync(tasks)) if (file.endsWith('.ts')) require(join(tasks, file));

export default config;
