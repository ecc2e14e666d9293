// Creation code of the delegation framework's contracts, as its makers publish it, where the Solidity tests find it.
const { mkdirSync, writeFileSync } = require('node:fs');
const { dirname, join } = require('node:path');
const bytecode = require('@metamask/delegation-abis/bytecode');

const NAMES = [
  'DelegationManager',
  'EIP7702StatelessDeleGator',
  'ERC20PeriodTransferEnforcer',
  'EntryPoint',
  'HybridDeleGator',
  'NonceEnforcer',
  'RedeemerEnforcer',
  'SCL_RIP7212',
  'TimestampEnforcer',
  'ValueLteEnforcer',
];
/** What the compiler left for the library's address; only keys of P-256 would call it. */
const HOLE = /__\$[0-9a-f]{34}\$__/;

const prefixed = (code) => (code.startsWith('0x') ? code : `0x${code}`);

/** Writes it into a `cache-forge` folder. */
function placeFramework(folder = join(__dirname, 'cache-forge')) {
  const code = Object.fromEntries(NAMES.map((name) => [name, prefixed(bytecode[name])]));
  const file = join(folder, 'delegation-framework.json');
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify({ ...code, libraryHole: HOLE.exec(code.HybridDeleGator)[0] }));
}

module.exports = { placeFramework };
