import type { HoldingsDto, PaperRequest } from '../../lib/api/paper.ts';
import { ASSETS_MAX, type Draft, type DraftHolding, equalise, targetsOf } from '../../lib/creation/draft.ts';
import { exactUnits } from '../../lib/owner/exact-units.ts';
import { parseAmount } from '../../lib/owner/parse-amount.ts';

const NO_SALT = `0x${'0'.repeat(64)}` as const;

type Held = HoldingsDto['tokens'][number];

/** A token as the wizard's draft has it, with what is held as its amount. */
export const draftHoldingOf = ({ token, symbol, decimals, feed, units, ...ages }: Held): DraftHolding => {
  const { heartbeatSeconds, navMaxAgeSeconds } = ages;
  return {
    listing: {
      ...{ symbol, decimals, heartbeatSeconds, navMaxAgeSeconds },
      ...{ token: token as `0x${string}`, feed: feed as `0x${string}` },
    },
    ...{ target: '', locked: false },
    amount: units === null || units === '0' ? '' : exactUnits(BigInt(units), decimals),
  };
};

/** A draft of what is held and has a price, at equal shares. */
export const draftOfHoldings = ({ chainId, tokens }: HoldingsDto): Draft => {
  const holdings = tokens
    .filter(({ units, priceUsd }) => units !== null && units !== '0' && priceUsd !== null)
    .slice(0, ASSETS_MAX)
    .map(draftHoldingOf);
  return {
    ...{ version: 1, salt: NO_SALT, chainId, name: '', preset: 'index', signer: '' },
    ...{ holdings: [...(equalise(holdings) ?? holdings)], buildUpEndsAtSeconds: null, step: 0 },
  };
};

type Asking =
  | { readonly ok: true; readonly body: PaperRequest }
  | { readonly ok: false; readonly sentence: string };

/** What is asked of the API, or in a sentence what is missing. */
export const paperRequestOf = ({ chainId, holdings, preset }: Draft): Asking => {
  const no = (sentence: string): Asking => ({ ok: false, sentence });
  if (chainId === null || holdings.length < 2) return no('Choose at least 2 tokens.');
  const targets = targetsOf(holdings);
  if (!targets.ok) return no(targets.sentence);
  const assets: PaperRequest['assets'] = [];
  for (const [index, { listing, amount }] of holdings.entries()) {
    const typed = amount.trim() === '' ? null : parseAmount(amount, listing.decimals);
    if (typed !== null && !typed.ok) return no(`${listing.symbol}: ${typed.sentence}`);
    const units = (typed?.units ?? 0n).toString();
    assets.push({ token: listing.token, targetBps: targets.bps[index] ?? 0, units });
  }
  return assets.every(({ units }) => units === '0')
    ? no('None of these tokens is held: type an amount to begin with.')
    : { ok: true, body: { chainId, preset, assets } };
};

/** Whose holdings it begins with; null where an amount is another than is held. */
export const watchedOf = (
  { assets }: PaperRequest,
  { address, tokens }: HoldingsDto,
): HoldingsDto['address'] | null =>
  assets.every(({ token, units }) =>
    tokens.some((one) => one.token === token && (one.units ?? '0') === units),
  )
    ? address
    : null;
