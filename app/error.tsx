'use client';

import { Trouble } from '../components/shell/notices.tsx';

export default function ErrorPage({ retry }: { readonly error: unknown; readonly retry: () => void }) {
  return (
    <div className="mx-auto max-w-[76rem] px-5 pt-6 pb-16 sm:px-9">
      <Trouble title="This page failed.">
        <p>It is a fault of this site, and it is in its log.</p>
        <button type="button" onClick={retry} className="min-h-11 rounded border border-line bg-raised px-4">
          Try again
        </button>
      </Trouble>
    </div>
  );
}
