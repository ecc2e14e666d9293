import postgres from 'postgres';
import type { Secret } from '../secret.ts';

/** What the database calls out. */
export type StreamCalls = {
  /** There is something to read. Also after a connection was lost: nobody knows what was called meanwhile. */
  readonly woken: () => void;
  /** A session or token of this person has ended. */
  readonly accessEnded: (userId: bigint) => void;
};

/**
 * Listens on one connection of its own, which is opened again when it breaks. Behind a transaction pooler nothing is ever heard, and that
 * can't be told from silence. @throws when the first connection fails
 */
export const listenToStreams = async (
  url: Secret,
  { woken, accessEnded }: StreamCalls,
): Promise<{ readonly close: () => Promise<void> }> => {
  const sql = postgres(url.reveal(), {
    ...{ max: 1, prepare: false, connect_timeout: 5, onnotice: () => undefined },
    connection: { application_name: '1balancer-streams' },
  });
  try {
    await sql.listen('balancer_access', (userId) => accessEnded(BigInt(userId)));
    await sql.listen('balancer_stream', woken, woken);
  } catch (error) {
    await sql.end({ timeout: 1 });
    throw error;
  }
  return { close: () => sql.end({ timeout: 1 }) };
};
