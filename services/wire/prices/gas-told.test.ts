import { type Hex, serializeTransaction, size } from 'viem';
import { describe, expect, it } from 'vitest';
import { MOVE_BYTES } from '../../../lib/cash/move-gas.ts';
import { mintCalldata } from '../../../lib/cctp/mint-yourself.ts';
import { bridgeCalldata, vaultMoveCalldata } from '../../../lib/ledger/cash-call.ts';

describe('the bytes that a chain is asked about', () => {
  it('are no fewer than any such move has, unsigned', () => {
    const word = 2n ** 256n - 1n;
    const address = `0x${'ff'.repeat(20)}` as const;
    const signature: Hex = `0x${'ff'.repeat(65)}`;
    const terms = { nonce: word, generation: 2 ** 32 - 1, deadline: 2 ** 40 - 1 };
    const paid = { kind: 'Deposit', vault: address, assets: word, minShares: word } as const;
    const left = { kind: 'Redeem', vault: address, shares: word, minAssets: word } as const;
    const bytes = {
      deposit: vaultMoveCalldata({ words: paid, terms, signature }),
      redeem: vaultMoveCalldata({ words: left, terms, signature }),
      burn: bridgeCalldata({
        ...{ domain: 2 ** 32 - 1, sibling: address, amount: word, maxFee: word, nonce: word },
        ...{ generation: 2n ** 32n - 1n, deadlineSeconds: 2 ** 40 - 1, signature },
      }),
      // A message is 376 bytes without a hook.
      mint: mintCalldata({ message: `0x${'ff'.repeat(376)}`, attestation: `0x${'ff'.repeat(8 * 65)}` }),
    };
    for (const move of ['deposit', 'redeem', 'burn', 'mint'] as const) {
      const most = serializeTransaction({
        ...{ type: 'eip1559', chainId: 2 ** 48, to: address, data: bytes[move], nonce: 2 ** 32 },
        ...{ gas: 2n ** 40n, maxFeePerGas: 2n ** 64n, maxPriorityFeePerGas: 2n ** 64n },
      });
      expect(size(most), move).toBeLessThanOrEqual(Number(MOVE_BYTES[move]));
    }
  });
});
