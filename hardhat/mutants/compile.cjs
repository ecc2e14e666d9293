// Compiles what broken files are part of, in this process: its compiler is loaded and warm, where forge starts one for each mutant.
const { existsSync, readdirSync, readFileSync, writeFileSync } = require('node:fs');
const { basename, dirname, join, posix } = require('node:path');
const solc = require('solc');

const IMPORT = /^\s*import\s[^;]*?["']([^"']+)["']\s*;/gm;
const OURS = ['hardhat/contracts', 'hardhat/test'];
const REMAPPINGS = ['@openzeppelin/=node_modules/@openzeppelin/', '@1inch/=node_modules/@1inch/'];
/** As foundry.toml has them. */
const SETTINGS = {
  optimizer: { enabled: true, runs: 200 },
  evmVersion: 'cancun',
  metadata: { bytecodeHash: 'none' },
  remappings: REMAPPINGS,
};
const OUTPUT = ['abi', 'evm.bytecode', 'evm.deployedBytecode'];

function filesUnder(root, folder) {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(folder, entry.name);
    if (entry.isDirectory()) return filesUnder(root, path);
    return entry.name.endsWith('.sol') ? [path] : [];
  });
}

/** Of each of our files, which of ours import it. */
function importersIn(root) {
  const importers = new Map();
  for (const file of OURS.flatMap((folder) => filesUnder(root, folder))) {
    for (const [, target] of readFileSync(join(root, file), 'utf8').matchAll(IMPORT)) {
      if (!target.startsWith('.')) continue;
      const imported = posix.join(dirname(file), target);
      importers.set(imported, [...(importers.get(imported) ?? []), file]);
    }
  }
  return importers;
}

/** These files, and all that import them by whatever way. */
function reach(files, importers) {
  const found = new Set(files);
  for (const file of found) for (const importer of importers.get(file) ?? []) found.add(importer);
  return [...found];
}

/** Where forge put what it compiled of a file; nothing if it compiled none of it. */
const folderOf = (root, file) => join(root, 'hardhat/out', basename(file));

const bytecode = ({ object, linkReferences, immutableReferences, sourceMap }) => ({
  object: `0x${object}`,
  sourceMap,
  linkReferences,
  ...(immutableReferences === undefined ? {} : { immutableReferences }),
});

/**
 * Puts what comes of `texts` (path from the root → source) in the place of what forge compiled.
 * @returns what puts it back, and what was wrong with the sources
 */
function breakArtifacts(root, texts) {
  const affected = reach(Object.keys(texts), importersIn(root)).filter((file) =>
    existsSync(folderOf(root, file)),
  );
  const textOf = (path) => texts[path] ?? readFileSync(join(root, path), 'utf8');
  const input = {
    language: 'Solidity',
    sources: Object.fromEntries(affected.map((file) => [file, { content: textOf(file) }])),
    settings: {
      ...SETTINGS,
      outputSelection: Object.fromEntries(affected.map((file) => [file, { '*': OUTPUT }])),
    },
  };
  const contents = (path) => {
    try {
      return { contents: textOf(path) };
    } catch {
      return { error: `no ${path}` };
    }
  };
  const output = JSON.parse(solc.compile(JSON.stringify(input), { import: contents }));
  const errors = (output.errors ?? []).filter(({ severity }) => severity === 'error');
  if (errors.length > 0) return { restore: () => undefined, problem: errors[0].formattedMessage };
  const originals = [];
  for (const file of affected)
    for (const [name, { abi, evm }] of Object.entries(output.contracts[file] ?? {})) {
      const path = join(folderOf(root, file), `${name}.json`);
      if (!existsSync(path)) continue;
      const original = readFileSync(path, 'utf8');
      originals.push([path, original]);
      const broken = { bytecode: bytecode(evm.bytecode), deployedBytecode: bytecode(evm.deployedBytecode) };
      writeFileSync(path, JSON.stringify({ ...JSON.parse(original), abi, ...broken }));
    }
  return {
    restore: () => {
      for (const [path, text] of originals) writeFileSync(path, text);
    },
  };
}

module.exports = { breakArtifacts };
