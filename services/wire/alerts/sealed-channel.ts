import 'server-only';
import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { TypedAddress } from '../../../lib/alerts/channel.ts';
import { ok, type Result } from '../../../lib/result.ts';
import type { SealingKeys } from '../../env-sealing.ts';
import { Secret } from '../../secret.ts';
import { sealSecret } from '../../secrets/envelope.ts';
import type { ChannelHashes } from '../../store/api/channels.ts';
import type { SecretRow } from '../../store/secrets.ts';
import { channelAddressPlace } from './alerts.ts';

/** What Telegram sends along proves that it is Telegram; only its hash is kept. */
export const commandSecretHash = (secret: string): Buffer => createHash('sha256').update(secret).digest();

/** A chat's number is short: by the secret it is not found by trying. */
export const commandChatHash = (secret: string, chatId: string): Buffer =>
  createHmac('sha256', secret).update(chatId).digest();

const hashesOf = (address: TypedAddress, secret: string | null, key: string): ChannelHashes => {
  const none: ChannelHashes = { target: null, commandSecret: null, commandChat: null };
  if (address.kind === 'email') {
    const target = createHmac('sha256', Buffer.from(key, 'hex')).update(
      `mailbox ${address.to.toLowerCase()}`,
    );
    return { ...none, target: target.digest() };
  }
  if (address.kind !== 'telegram' || secret === null) return none;
  return {
    ...none,
    commandSecret: commandSecretHash(secret),
    commandChat: commandChatHash(secret, address.chatId),
  };
};

/** What is stored of a channel's address, and what of it is shown this once. */
export type SealedChannel = {
  readonly secret: SecretRow;
  readonly hashes: ChannelHashes;
  /** What a webhook's messages are signed with; null for other kinds. */
  readonly shownSecret: string | null;
};

/** Seals an address for the channel's row. Fails with `not-configured` without a key. */
export const sealedChannel = (
  keys: SealingKeys,
  channelId: string,
  address: TypedAddress,
): Result<SealedChannel> => {
  const place = channelAddressPlace(channelId);
  const needsSecret = address.kind === 'webhook' || address.kind === 'telegram';
  const secret = needsSecret ? randomBytes(32).toString('base64url') : null;
  const sealed = sealSecret(
    keys,
    place,
    new Secret(JSON.stringify(secret === null ? address : { ...address, secret })),
  );
  if (!sealed.ok) return sealed;
  return ok({
    secret: { ...place, ...sealed.value },
    hashes: hashesOf(address, secret, keys.current?.reveal() ?? ''),
    shownSecret: address.kind === 'webhook' ? secret : null,
  });
};
