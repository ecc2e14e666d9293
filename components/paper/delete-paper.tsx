'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { BUTTON } from '../ui/button.ts';

/** Ends it and forgets its trades: asked twice, since nothing brings it back. */
export function DeletePaper({ id }: { readonly id: string }) {
  const router = useRouter();
  const [asked, setAsked] = useState(false);
  const [said, setSaid] = useState<string | null>(null);
  const remove = async (): Promise<void> => {
    const answer = await fetch(`/api/paper/portfolios/${id}`, { method: 'DELETE' }).catch(() => null);
    if (answer?.ok === true) router.push('/try');
    else
      setSaid(
        answer === null
          ? 'The server does not answer; nothing was deleted. Try again in a moment.'
          : 'It could not be deleted. Sign in as the account that follows it, then try again.',
      );
  };
  return (
    <div>
      <button type="button" className={BUTTON.quiet} onClick={() => (asked ? void remove() : setAsked(true))}>
        {asked ? 'Delete it and its trades for good' : 'Delete this paper portfolio'}
      </button>
      <p role="status" className="pt-1 text-pretty">
        {said !== null && <span className="text-stop">{said}</span>}
        {said === null && asked && 'Nothing brings it back. Press once more to delete it.'}
      </p>
    </div>
  );
}
