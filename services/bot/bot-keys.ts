import type { Address } from 'viem';
import type { Withheld } from '../../lib/engine/snapshot.ts';
import type { AccountReading } from '../../lib/ledger/custody.ts';

/** As whom the bot looks: with keys of its own, or as whoever may sign, for a plan that nobody signs. */
export type BotKeys =
  | 'any'
  | {
      /** Lower-cased; more than one while a key is being replaced. */
      readonly addresses: ReadonlySet<Address>;
      /** Why the address of a key is not known yet: its service doesn't answer. Null = all of them are. */
      readonly unreachable: string | null;
      /** For people who run the bot for themselves alone. */
      readonly isOwnerKeyAllowed: boolean;
    };

/** One of the bot's keys signs for the account. */
export const isAuthorised = ({ signer }: Pick<AccountReading, 'signer'>, keys: BotKeys): boolean =>
  signer !== null && (keys === 'any' || keys.addresses.has(signer));

/** What the keys keep from being signed: there is none, the right one may be out of reach, or one may do more than sign. */
export const withheldByKeys = (
  reading: Pick<AccountReading, 'signer' | 'owners'>,
  keys: BotKeys,
): Withheld | null => {
  if (keys === 'any') return null;
  const { addresses, unreachable, isOwnerKeyAllowed } = keys;
  if (addresses.size === 0 || (unreachable !== null && !isAuthorised(reading, keys)))
    return { reason: 'no-key', detail: unreachable };
  const owner = isOwnerKeyAllowed ? undefined : reading.owners.find((address) => addresses.has(address));
  return owner === undefined
    ? null
    : { reason: 'signer-too-strong', detail: `the bot holds the key of ${owner}, who owns it or is to` };
};
