import { fail, ok, type Result } from '../../lib/result.ts';
import type { Secret } from '../secret.ts';

/**
 * Asks the operator's own dead-man switch, which calls somebody when it is not asked any more: what is missing can't tell so itself. The
 * address is as good as a password, and stands in no failure.
 */
export const askDeadMan = async (url: Secret, timeoutMs: number): Promise<Result<null>> => {
  try {
    const answer = await fetch(url.reveal(), { redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) });
    await answer.body?.cancel();
    return answer.status < 400
      ? ok(null)
      : fail('venue-unavailable', `The dead-man switch answered ${answer.status}.`);
  } catch {
    return fail('venue-unavailable', 'The dead-man switch cannot be reached.');
  }
};
