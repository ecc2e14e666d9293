import { PageLink } from '../shell/page-link.tsx';

/** The same for a portfolio that was never shared, is shared no more, or never was: whoever asks learns none of these. */
export function NotShared() {
  const link = 'text-accent underline';
  return (
    <div className="mx-auto max-w-[54rem] px-5 pt-6 pb-16 text-sm sm:px-9">
      <h1 className="text-2xl font-semibold tracking-tight">Nothing is shared under this link</h1>
      <p className="max-w-prose pt-3 text-pretty">
        It may never have been, or not any more; this page does not say which. Ask whoever gave you the link.
        If the portfolio is yours,{' '}
        <PageLink href="/portfolios#sign-in" className={link}>
          sign in
        </PageLink>{' '}
        and share it in its settings.
      </p>
      <p className="max-w-prose pt-2 text-pretty text-ink-soft">
        What is on a chain anybody may still read with an explorer. What a portfolio looks like here, the{' '}
        <PageLink href="/demo" className={link}>
          demo
        </PageLink>{' '}
        shows without a wallet.
      </p>
    </div>
  );
}
