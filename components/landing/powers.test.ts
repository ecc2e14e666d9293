import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BOT_CAN, BOT_CANNOT, type Power } from './powers.ts';

const SOURCE = readFileSync(resolve(import.meta.dirname, '../../hardhat/contracts/Balancer.sol'), 'utf8');

/** Everything between a function's name and its body, of every function of that name. */
const headsOf = (name: string): readonly string[] =>
  [...SOURCE.matchAll(new RegExp(`function ${name}\\(([^{;]*)\\{`, 'g'))].map(([, head]) => head ?? '');

const functionsOf = (powers: readonly Power[]): readonly string[] =>
  powers.flatMap(({ functions }) => functions);

describe('what the first page says of the contract', () => {
  it.each(functionsOf(BOT_CANNOT))('%s is the owner’s alone', (name) => {
    expect(headsOf(name).length).toBeGreaterThan(0);
    for (const head of headsOf(name)) expect(head).toMatch(/\bonlyOwnerUnlocked\b/);
  });

  it.each(functionsOf(BOT_CAN).filter((name) => name !== 'isValidSignature'))(
    '%s is open to the signer',
    (name) => {
      expect(headsOf(name).length).toBeGreaterThan(0);
      for (const head of headsOf(name)) expect(head).toMatch(/\bonlyOwnerOrSigner\b/);
    },
  );

  it('orders come true by a signature that the contract judges', () => {
    expect(headsOf('isValidSignature').length).toBeGreaterThan(0);
  });
});
