import type { Address } from 'viem';
import type { Scope } from './scopes.ts';

export type Role = 'user' | 'operator' | 'admin';

/** How long a fresh signature counts, in seconds. */
export const STEP_UP_SECONDS = 600;

/** Who asks, as proven by a session cookie or an API token. */
export type Caller =
  | { readonly kind: 'anonymous' }
  | {
      readonly kind: 'session';
      readonly userId: bigint;
      readonly address: Address;
      readonly role: Role;
      readonly sessionId: string;
      readonly steppedUpAtSeconds: number | null;
    }
  | {
      readonly kind: 'token';
      readonly userId: bigint;
      readonly address: Address;
      readonly role: Role;
      readonly tokenId: string;
      readonly scopes: readonly Scope[];
    };
