import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { subset } from 'semver';
import { expect, it } from 'vitest';
import { z } from 'zod';

const Engines = z.object({
  version: z.string().optional(),
  engines: z.object({ node: z.string().optional() }).optional(),
});
const Installed = z.object({ packages: z.record(z.string(), Engines) });

const read = (file: string): unknown =>
  JSON.parse(readFileSync(join(import.meta.dirname, '..', file), 'utf8'));

it('every installed package runs on every Node.js that the project promises', () => {
  const promised = z.object({ engines: z.object({ node: z.string() }) }).parse(read('package.json'))
    .engines.node;
  const { packages } = Installed.parse(read('node_modules/.package-lock.json'));
  const tooNew = Object.entries(packages).flatMap(([path, { version, engines }]) =>
    engines?.node === undefined || subset(promised, engines.node)
      ? []
      : [`${path} ${version} wants ${engines.node}`],
  );
  expect(tooNew).toEqual([]);
});
