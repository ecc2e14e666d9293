import type { Address } from 'viem';
import type { CashAccountSight, CashSight } from '../../cash-sight.ts';
import type { CashChain } from '../../cash-snapshot.ts';
import { BASE, cashOf, chainOf, ETHEREUM, NOW, usdc, vaultOf } from '../../testing/cash-builders.ts';

const addressOf = (digit: string): Address => `0x${digit.repeat(40)}`;

export const VAULT = addressOf('a');
export const OVER_THERE = addressOf('b');
const HERE = addressOf('c');
const OWNER = addressOf('d');
const SIGNER = addressOf('e');
const SHARE = 10n ** 18n;

/** A portfolio of one vault, in which so many whole shares of 1.1 dollars are held. */
export const accountOf = (chainId: number, more: Partial<CashAccountSight> = {}): CashAccountSight => {
  const isHere = chainId === ETHEREUM;
  const sibling = isHere
    ? { chainId: BASE, domain: 6, address: OVER_THERE }
    : { chainId: ETHEREUM, domain: 0, address: HERE };
  return {
    ...{ portfolioId: isHere ? '1' : '2', chainId, domain: isHere ? 0 : 6 },
    ...{ address: isHere ? HERE : OVER_THERE, owner: OWNER, signer: SIGNER, generation: 3n, nonceWord0: 0n },
    ...{ blockNumber: 100n, blockHash: `0x${'7'.repeat(64)}`, blockSeconds: NOW },
    ...{ deadlineMaxSeconds: 86_400, maxLossBps: 25 },
    siblings: [{ ...sibling, openUntilSeconds: NOW + 86_400 }],
    vaults: [
      {
        ...{ vault: VAULT, decimals: 18, shares: 1_000n * SHARE },
        ...{ liveUnits: 1_100_000n, markUnits: 1_100_000n, spentUntilSeconds: NOW - 86_400 },
      },
    ],
    ...more,
  };
};

/** 1,000 dollars on hand and 1,100 in the vault of the first chain, another portfolio on the second. */
export const sightOf = (
  more: {
    readonly here?: Partial<CashAccountSight>;
    readonly there?: Partial<CashAccountSight>;
    readonly chain?: Partial<CashChain>;
    readonly halted?: boolean;
  } = {},
): CashSight => ({
  snapshot: cashOf(
    [
      chainOf(ETHEREUM, [vaultOf(VAULT, { held: 1_100, givenUnits: usdc(1_000) })], {
        idle: 1_000,
        ...more.chain,
      }),
      chainOf(BASE, [vaultOf(VAULT)]),
    ],
    { halted: more.halted ?? false },
  ),
  accounts: [accountOf(ETHEREUM, more.here), accountOf(BASE, more.there)],
});
