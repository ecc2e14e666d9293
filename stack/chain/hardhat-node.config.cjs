// The local chain of the stack on Hardhat's node: nothing is compiled here, and its clock starts where the prices do.
const { join } = require('node:path');

const cache = process.env.STACK_HARDHAT_CACHE ?? join(__dirname, '..', '..', '.stack', 'hardhat-node');

module.exports = {
  solidity: '0.8.30',
  paths: { sources: cache, tests: cache, cache, artifacts: join(cache, 'artifacts') },
  networks: {
    hardhat: {
      hardfork: 'prague',
      chainId: Number(process.env.STACK_CHAIN_ID ?? 31337),
      initialDate: process.env.STACK_GENESIS,
      blockGasLimit: 60_000_000,
    },
  },
};
