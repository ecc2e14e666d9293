import { describe, expect, it } from 'vitest';
import type { SourcePrice } from '../../lib/ledger/price-source.ts';
import { quorumOf } from './quorum.ts';

const ETH = '0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2' as const;

describe('a quorum', () => {
  const says = (source: string, usd: bigint): SourcePrice => ({
    ...{ source, token: ETH, ok: true, usdE18: usd * 10n ** 18n, updatedAtSeconds: 5 },
  });
  const silent: SourcePrice = { source: 'c', token: ETH, ok: false, fault: 'missing', detail: 'c is away' };
  it('takes the median and leaves out the outlier by name', () => {
    expect(quorumOf(ETH, [says('a', 2_500n), says('b', 2_501n), says('c', 3_000n)])).toMatchObject({
      ok: true,
      usdE18: 2_500n * 10n ** 18n,
      source: 'quorum of a 2500, b 2501; left out: c 3000 is too far off',
    });
  });
  it('that is too small is asked again as soon as one more voice may be had', () => {
    const away = (retryAtSeconds: number): SourcePrice => ({ ...silent, ok: false, retryAtSeconds });
    expect(quorumOf(ETH, [says('a', 2_500n), away(90), away(60)])).toMatchObject({ retryAtSeconds: 60 });
    expect(quorumOf(ETH, [says('a', 2_500n), silent])).not.toHaveProperty('retryAtSeconds');
  });
  it('has no price of one answer, and none of two that disagree', () => {
    expect(quorumOf(ETH, [says('a', 2_500n), silent])).toMatchObject({ ok: false, fault: 'missing' });
    expect(quorumOf(ETH, [says('a', 2_500n), says('b', 3_000n)])).toMatchObject({
      ...{ ok: false, fault: 'disagree', detail: 'the sources disagree: a 2500, b 3000' },
    });
  });
});
