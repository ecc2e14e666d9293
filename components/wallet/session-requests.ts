'use client';

import { getAddress, stringToHex } from 'viem';
import { createSiweMessage } from 'viem/siwe';
import { z } from 'zod';
import type { ConnectedWallet } from './use-wallet.ts';

const termsSchema = z.object({
  nonce: z.string(),
  expiresAtSeconds: z.int(),
  domain: z.string(),
  uri: z.string(),
  version: z.literal('1'),
  statement: z.string(),
  chainIds: z.array(z.int()),
});
/** What the server wants signed. The nonce is good for one try. */
export type SignInTerms = z.infer<typeof termsSchema>;

const problemSchema = z.object({ detail: z.string().optional(), title: z.string().optional() });

/** What a server says against something, in its own sentence. */
export async function problemOf(answer: Response): Promise<string> {
  const body: unknown = await answer.json().catch(() => null);
  const parsed = problemSchema.safeParse(body);
  return (
    (parsed.success ? (parsed.data.detail ?? parsed.data.title) : undefined) ??
    `The server refused (HTTP ${answer.status}).`
  );
}

const post = (path: string, body: Readonly<Record<string, string>>): Promise<Response> =>
  fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

async function answered(request: Promise<Response>): Promise<unknown> {
  const answer = await request.catch(() => {
    throw new Error('The server does not answer. Everything on chain works without it.');
  });
  if (!answer.ok) throw new Error(await problemOf(answer));
  return answer.json();
}

const csrfToken = async (): Promise<string> =>
  z.object({ csrfToken: z.string() }).parse(await answered(fetch('/api/auth/csrf', { cache: 'no-store' })))
    .csrfToken;

/** Asks for a fresh nonce. @throws the server's reason */
export const readSignInTerms = async (): Promise<SignInTerms> =>
  termsSchema.parse(await answered(post('/api/auth/nonce', {})));

type Signed = { readonly message: string; readonly signature: string };

/** @throws the wallet's refusal */
async function signTerms({ ask, account, chainId }: ConnectedWallet, terms: SignInTerms): Promise<Signed> {
  const { expiresAtSeconds, chainIds, ...told } = terms;
  if (!chainIds.includes(chainId))
    throw new Error(
      `Chain ${chainId} is not served here. Switch the wallet to one of: ${chainIds.join(', ')}.`,
    );
  const message = createSiweMessage({
    ...told,
    address: getAddress(account),
    chainId,
    issuedAt: new Date(),
    expirationTime: new Date(expiresAtSeconds * 1_000),
  });
  const signature = await ask({ method: 'personal_sign', params: [stringToHex(message), account] });
  if (typeof signature !== 'string')
    throw new Error('The wallet answered with something that is no signature.');
  return { message, signature };
}

/** Has the wallet sign the terms, and the server check them. @throws the wallet's refusal, or the server's reason */
export async function signIn(wallet: ConnectedWallet, terms: SignInTerms): Promise<void> {
  const fields = { ...(await signTerms(wallet, terms)), csrfToken: await csrfToken() };
  await answered(post('/api/auth/callback/credentials', fields));
}

/** Has whoever is signed in sign anew, for what is graver; it is good for ten minutes. @throws the wallet's refusal, or the server's reason */
export async function stepUp(wallet: ConnectedWallet): Promise<void> {
  const terms = termsSchema.parse(await answered(post('/api/step-up/nonce', {})));
  await answered(post('/api/step-up', await signTerms(wallet, terms)));
}
