import type { RatesDto, SourcedRateDto, VaultRatesDto } from '../../lib/api/rates.ts';
import { judgedAt, type RateHistory, type RatePoint } from '../../lib/cash/rate-history.ts';
import { poolSubject, type RateTrouble, vaultSubject } from '../../lib/cash/rate-source.ts';
import { ratesBeside, type SourcedRate } from '../../lib/cash/rates-beside.ts';
import type { Chain, ListedVault } from '../../lib/chains/chain.ts';
import { formatDecimal, formatDecimalRounded } from '../../lib/money/fixed-point.ts';
import type { UnixSeconds } from '../../lib/result.ts';
import { DAY_SECONDS } from '../../lib/time/utc.ts';

/** A realised rate is the growth of so many days. */
export const REALISED_DAYS = 7;

/** All that is known of listed vaults. */
export type KnownRates = {
  readonly nowSeconds: UnixSeconds;
  /** Of their own share prices. */
  readonly shares: readonly RateHistory[];
  readonly pools: ReadonlyMap<string, readonly RatePoint[]>;
  readonly troubles: ReadonlyMap<string, RateTrouble>;
};

/** Every listed vault with its chain, in the order in which they are shown. */
export type FollowedVault = ListedVault & { readonly chain: Pick<Chain, 'id' | 'name'> };

const PERCENT_PLACES = 4;

/** @param missing why there is none, where there is none */
const rateDtoOf = (rate: SourcedRate, missing: string): SourcedRateDto => {
  const { rateE18, source, atSeconds, ageSeconds, overDays, fault } = rate;
  return {
    percent: rateE18 === null ? null : formatDecimalRounded(rateE18, 16, PERCENT_PLACES),
    ...{ source, atSeconds, ageSeconds, overDays },
    fault: fault && { word: fault.fault, why: rateE18 === null ? missing : fault.detail },
  };
};

const spanWords = (seconds: number): string => {
  const hours = Math.floor(seconds / 3_600);
  if (hours < 1) return 'less than an hour';
  if (hours < 48) return hours === 1 ? '1 hour' : `${hours} hours`;
  return `${Math.floor(seconds / DAY_SECONDS)} days`;
};

const noGrowth = (own: RateHistory | undefined, trouble: RateTrouble | undefined): string => {
  const [first] = own?.points ?? [];
  const last = own?.points.at(-1);
  if (first !== undefined && last !== undefined)
    return `its share price is known over ${spanWords(last.atSeconds - first.atSeconds)}, and growth is told of ${REALISED_DAYS} days`;
  return trouble === undefined ? 'its share price has not been read yet' : 'its share price can’t be read';
};

const noPromise = ({ llamaPool }: ListedVault, trouble: RateTrouble | undefined): string => {
  if (llamaPool === null) return 'no pool of DefiLlama is listed for it';
  return trouble?.why ?? 'DefiLlama has told no rate of it yet';
};

const vaultDtoOf = (vault: FollowedVault, known: KnownRates): VaultRatesDto => {
  const { chain, address, name, protocol, llamaPool } = vault;
  const own = known.shares.find(({ key }) => key.chainId === chain.id && key.vault === address);
  const points = llamaPool === null ? [] : (known.pools.get(llamaPool) ?? []);
  const llama = { key: { chainId: chain.id, vault: address }, source: 'DefiLlama', points };
  const histories = [...(own ? [own] : []), llama];
  const { realised, promised } = ratesBeside(histories, judgedAt(histories, known.nowSeconds));
  const trouble = known.troubles.get(vaultSubject(chain.id, address));
  const told = llamaPool === null ? undefined : known.troubles.get(poolSubject(llamaPool));
  const tvlUnits = own?.points.at(-1)?.tvlUnits ?? null;
  return {
    ...{ chainId: chain.id, chainName: chain.name, vault: address, name, protocol },
    tvlUsd: tvlUnits === null ? null : formatDecimal(tvlUnits, 6),
    realised: rateDtoOf(realised, noGrowth(own, trouble)),
    promised: rateDtoOf(promised, noPromise(vault, told)),
    trouble: trouble ?? null,
  };
};

/** What is told of listed vaults' rates: realised and promised side by side, and why where there is none. */
export const ratesDtoOf = (vaults: readonly FollowedVault[], known: KnownRates): RatesDto => ({
  readAtSeconds: known.nowSeconds,
  vaults: vaults.map((vault) => vaultDtoOf(vault, known)),
});
