import { type Address, type Hex, isAddress } from 'viem';
import { z } from 'zod';
import { policyToJson } from '../policy/policy.ts';
import { PRESETS } from '../policy/policy-presets.ts';
import { NAME_LENGTH_MAX } from '../policy/registration.ts';
import { type Draft, emptyDraft, targetBpsOf, targetText, WIZARD_PRESETS } from './draft.ts';
import type { CreationChain, Listing } from './listing.ts';

const bodySchema = z.object({
  chainId: z.int().positive(),
  name: z.string().max(NAME_LENGTH_MAX).default(''),
  targets: z
    .array(
      z.object({
        token: z.custom<Address>((value) => typeof value === 'string' && isAddress(value, { strict: false })),
        targetBps: z.int().min(0).max(10_000),
      }),
    )
    .max(16),
  policy: z.looseObject({ preset: z.string().optional() }).nullable(),
});

/** As the API keeps a draft: what it is to be, without amounts and without an address of its own. */
export type StoredDraft = z.input<typeof bodySchema>;

/** @returns the draft as the API takes it; null before a chain is chosen. A target that is no share yet counts as none. */
export const storedDraftOf = ({ chainId, name, holdings, preset }: Draft): StoredDraft | null =>
  chainId === null
    ? null
    : {
        ...{ chainId, ...(name.trim() === '' ? {} : { name: name.trim() }) },
        targets: holdings.map(({ listing, target }) => ({
          token: listing.token.toLowerCase() as Address,
          targetBps: targetBpsOf(target) ?? 0,
        })),
        policy: { ...policyToJson(PRESETS[preset]) },
      };

type Known = {
  readonly chains: readonly CreationChain[];
  /** Of chains whose tokens are found while looking. */
  readonly listings: readonly Listing[];
  readonly salt: Hex;
};

/**
 * A kept draft, to be gone on with: with a salt of its own, so that it makes another portfolio than any before.
 * @returns null where it can't be read, or its chain isn't served any more; tokens that nobody lists any more are left out
 */
export function draftFromStored(stored: unknown, { chains, listings, salt }: Known): Draft | null {
  const parsed = bodySchema.safeParse(stored);
  if (!parsed.success) return null;
  const { chainId, name, targets, policy } = parsed.data;
  const chain = chains.find(({ id }) => id === chainId);
  if (chain === undefined) return null;
  const known = new Map([...chain.listings, ...listings].map((one) => [one.token.toLowerCase(), one]));
  const holdings = targets.flatMap(({ token, targetBps }) => {
    const listing = known.get(token.toLowerCase());
    if (listing === undefined) return [];
    return [{ listing, target: targetBps === 0 ? '' : targetText(targetBps), amount: '', locked: false }];
  });
  const preset = WIZARD_PRESETS.find((one) => one === policy?.preset) ?? 'balanced';
  return { ...emptyDraft(salt), chainId, name, preset, holdings };
}
