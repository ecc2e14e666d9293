'use client';

import { useRouter } from 'next/navigation';
import { apiRequest } from '../ui/api-request.ts';
import { BUTTON } from '../ui/button.ts';
import { ToldLine } from './told-line.tsx';
import { useAsked } from './use-asked.ts';

/** Says of a held account that its owner has looked why. */
export function OpenAgain({ id }: { readonly id: string }) {
  const router = useRouter();
  const { busy, told, ask } = useAsked([]);
  const open = (): void =>
    void ask({
      send: () => apiRequest('PATCH', `/api/accounts/${id}`, { state: 'open' }),
      done: () => {
        router.refresh();
        return null;
      },
    });
  return (
    <>
      <button type="button" disabled={busy} className={BUTTON.quiet} onClick={open}>
        I have looked: open it again
      </button>
      <ToldLine told={told} />
    </>
  );
}
