import * as z from 'zod/mini';

const callerSchema = z.object({
  kind: z.enum(['anonymous', 'session', 'token']),
  address: z.nullable(z.string()),
  role: z.nullable(z.enum(['user', 'operator', 'admin'])),
});
const sessionsSchema = z.object({
  sessions: z.array(
    z.object({ isThis: z.boolean(), chainId: z.nullable(z.number()), endsAtSeconds: z.number() }),
  ),
});

/** Who is signed in in this browser. */
export type SignedIn = {
  /** Lower-cased. */
  readonly address: string;
  readonly role: 'user' | 'operator' | 'admin';
  /** The chain that the wallet was on when it signed. */
  readonly chainId: number | null;
  readonly endsAtSeconds: number;
};

const read = async (path: string): Promise<unknown> => {
  const answer = await fetch(path, { cache: 'no-store', signal: AbortSignal.timeout(8_000) });
  if (!answer.ok) throw new Error(`The server does not say who is signed in (HTTP ${answer.status}).`);
  return answer.json();
};

/** Asks the server who this browser is signed in as; null: nobody. @throws where it doesn't answer */
export async function readCaller(): Promise<SignedIn | null> {
  const { kind, address, role } = callerSchema.parse(await read('/api/caller'));
  if (kind !== 'session' || address === null || role === null) return null;
  const { sessions } = sessionsSchema.parse(await read('/api/sessions'));
  const own = sessions.find(({ isThis }) => isThis);
  if (own === undefined) return null;
  const { chainId, endsAtSeconds } = own;
  return { address: address.toLowerCase(), role, chainId, endsAtSeconds };
}
