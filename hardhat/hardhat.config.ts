import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { TASK_COMPILE_SOLIDITY_GET_SOLC_BUILD } from 'hardhat/builtin-tasks/task-names';
import type { HardhatUserConfig } from 'hardhat/config';
import { subtask } from 'hardhat/config';

const SOLC_VERSION = '0.8.30';
const settings = {
  optimizer: { enabled: true, runs: 200 },
  evmVersion: 'cancun',
  metadata: { bytecodeHash: 'none' },
};

// The compiler comes from npm (solc-js), so that compiling needs no download and works offline.
subtask(TASK_COMPILE_SOLIDITY_GET_SOLC_BUILD).setAction(async ({ solcVersion }: { solcVersion: string }) => {
  if (solcVersion !== SOLC_VERSION)
    throw new Error(`only solc ${SOLC_VERSION} is installed, not ${solcVersion}`);
  return {
    version: SOLC_VERSION,
    longVersion: '0.8.30+commit.73712a01',
    compilerPath: require.resolve('solc/soljson.js'),
    isSolcJs: true,
  };
});

const config: HardhatUserConfig = {
  solidity: {
    compilers: [{ version: SOLC_VERSION, settings }],
    // Only 1inch's OrderMixin and FeeTaker need viaIR ("stack too deep" without it), which is slow.
    overrides: Object.fromEntries(
      [
        'contracts/local/LocalAggregationRouter.sol',
        'contracts/local/LocalFeeTaker.sol',
        '@1inch/limit-order-protocol-contract/contracts/extensions/FeeTaker.sol',
        '@1inch/limit-order-protocol-contract/contracts/extensions/AmountGetterWithFee.sol',
      ].map((file) => [file, { version: SOLC_VERSION, settings: { ...settings, viaIR: true } }]),
    ),
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
