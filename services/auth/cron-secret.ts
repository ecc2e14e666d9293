import { createHash, timingSafeEqual } from 'node:crypto';
import { fail, ok, type Result } from '../../lib/result.ts';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/**
 * Whether a scheduler may run a tick. `not-configured` when no secret is set: never open. `unauthorised` when the header carries
 * none of them; every secret is compared, each in constant time, whatever the first says.
 */
export const checkCronSecret = (authorization: string | null, secrets: readonly string[]): Result<null> => {
  if (secrets.length === 0)
    return fail('not-configured', 'CRON_SECRET is missing or shorter than 16 characters.');
  const given = digest(/^Bearer (.+)$/i.exec(authorization ?? '')?.[1] ?? '');
  const matches = secrets.map((secret) => timingSafeEqual(given, digest(secret)));
  return matches.includes(true) ? ok(null) : fail('unauthorised', 'The secret is missing or wrong.');
};
