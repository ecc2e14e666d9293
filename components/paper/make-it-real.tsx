'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { Draft } from '../../lib/creation/draft.ts';
import { BUTTON } from '../ui/button.ts';
import { DRAFT_KEY } from '../wizard/draft-key.ts';

/** What the wizard is begun with: its chain, its tokens, their targets and its policy. */
export type RealDraft = Pick<Draft, 'chainId' | 'name' | 'preset' | 'holdings'>;

/** The name of the draft that this browser keeps; null where there is none worth keeping. */
const keptName = (): string | null => {
  try {
    const kept: unknown = JSON.parse(window.localStorage.getItem(DRAFT_KEY) ?? 'null');
    if (typeof kept !== 'object' || kept === null || !('holdings' in kept)) return null;
    if (!Array.isArray(kept.holdings) || kept.holdings.length === 0) return null;
    return 'name' in kept && kept.name !== '' ? String(kept.name) : 'without a name';
  } catch {
    return null;
  }
};

const SALT_BYTES = 32;
const freshSalt = (): string =>
  `0x${Array.from(crypto.getRandomValues(new Uint8Array(SALT_BYTES)), (byte) => byte.toString(16).padStart(2, '0')).join('')}`;

/** Opens the wizard with what was tried on paper. Amounts are chosen there, from the wallet that pays them. */
export function MakeItReal({ draft }: { readonly draft: RealDraft }) {
  const router = useRouter();
  const [replaces, setReplaces] = useState<string | null>(null);
  const go = (): void => {
    const kept = keptName();
    if (kept !== null && replaces === null) {
      setReplaces(kept);
      return;
    }
    const { chainId, name, preset, holdings } = draft;
    const next = {
      ...{ version: 1, salt: freshSalt(), chainId, name, preset, signer: '' },
      holdings: holdings.map((one) => ({ ...one, amount: '', locked: false })),
      ...{ buildUpEndsAtSeconds: null, step: 0 },
    };
    window.localStorage.setItem(DRAFT_KEY, JSON.stringify(next));
    router.push('/portfolios/new');
  };
  return (
    <div>
      <button type="button" className={BUTTON.quiet} onClick={go}>
        {replaces === null ? 'Make it real' : 'Make it real and drop that draft'}
      </button>
      <p role="status" className="max-w-md pt-1 text-pretty text-ink-soft">
        {replaces !== null && `The wizard still has a draft here, “${replaces}”. It would be replaced.`}
      </p>
    </div>
  );
}
