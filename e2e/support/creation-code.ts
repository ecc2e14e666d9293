import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import type { Hex } from 'viem';
import { z } from 'zod';

const HARDHAT = resolve(import.meta.dirname, '../../hardhat');

const compiledSchema = z.object({
  contracts: z.record(
    z.string(),
    z.record(z.string(), z.object({ evm: z.object({ bytecode: z.object({ object: z.string() }) }) })),
  ),
});

/** A contract of the Solidity tests' support, as the compiler makes it. */
export const creationCode = (name: string): Hex => {
  const near = createRequire(resolve(HARDHAT, 'package.json'));
  const solc = near('solc') as {
    compile: (input: string, callbacks: { import: (path: string) => { contents: string } }) => string;
  };
  const source = `${name}.sol`;
  const content = readFileSync(resolve(HARDHAT, 'test/support', source), 'utf8');
  const settings = { evmVersion: 'cancun', outputSelection: { '*': { '*': ['evm.bytecode.object'] } } };
  const input = { language: 'Solidity', sources: { [source]: { content } }, settings };
  const output = solc.compile(JSON.stringify(input), {
    import: (path) => ({ contents: readFileSync(near.resolve(path), 'utf8') }),
  });
  const code = compiledSchema.parse(JSON.parse(output)).contracts[source]?.[name]?.evm.bytecode.object;
  if (code === undefined) throw new Error(`${source} has no ${name}`);
  return `0x${code}`;
};
