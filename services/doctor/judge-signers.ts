import type { Address } from 'viem';
import { type Finding, fault, orWell, skipped, warning, well } from '../../lib/doctor/finding.ts';
import { formatDecimal } from '../../lib/money/fixed-point.ts';
import type { Result } from '../../lib/result.ts';

export type SignerFacts = {
  /** Addresses of the keys that could be opened, the one in use first. */
  readonly addresses: readonly Address[];
  /** Why a key's service doesn't answer; null = all are at hand. */
  readonly unreachable: string | null;
};

/** The bot's keys; null = none is set. */
export const judgeSigners = (read: Result<SignerFacts> | null): readonly Finding[] => {
  if (read === null) return [skipped('signers', 'no key of the bot is set')];
  const disables = 'the bot signs nothing: it observes and decides, but places no order';
  if (!read.ok)
    return [
      fault('signers', {
        says: read.error.message,
        disables: 'the bot does not start',
        mend: 'mend what the sentence names (docs/signers.md)',
      }),
    ];
  const { addresses, unreachable } = read.value;
  const away =
    unreachable === null
      ? []
      : [
          fault('signers', {
            says: unreachable,
            disables: addresses.length > 0 ? 'what only that key may sign' : disables,
            mend: 'see that the key service can be reached and lets this machine sign (docs/signers.md)',
          }),
        ];
  return orWell(away, well('signers', `The bot signs as ${addresses.join(' and ')}.`));
};

/** What a signer has on a chain. */
export type GasFacts = {
  readonly chain: string;
  readonly symbol: string;
  readonly signer: string;
  readonly balanceWei: bigint;
  /** What revoking one portfolio's orders may cost now. */
  readonly costWei: bigint;
};

const COIN_DECIMALS = 18;

/** Null = no key, or no chain, could be asked. */
export const judgeGas = (read: readonly Result<GasFacts>[] | null): readonly Finding[] => {
  if (read === null) return [skipped('gas', 'no key of the bot, or no chain, can be asked')];
  const told = read.flatMap((one) => (one.ok ? [one.value] : []));
  if (told.length === 0) return [skipped('gas', 'no node answers')];
  const gaps = told
    .filter(({ balanceWei, costWei }) => balanceWei < costWei)
    .map(({ chain, symbol, signer, balanceWei, costWei }) =>
      warning('gas', {
        says: `${chain}: ${signer} holds ${formatDecimal(balanceWei, COIN_DECIMALS)} ${symbol}, and one transaction may cost ${formatDecimal(costWei, COIN_DECIMALS)}.`,
        disables:
          'a stop of all trading can’t revoke open orders on chain, and proposals and allowances of 1inch can’t be sent',
        mend: `send ${symbol} to ${signer}`,
      }),
    );
  const holdings = told.map(
    ({ chain, symbol, balanceWei }) => `${formatDecimal(balanceWei, COIN_DECIMALS)} ${symbol} on ${chain}`,
  );
  return orWell(gaps, well('gas', `The bot can pay: ${holdings.join(', ')}.`));
};
