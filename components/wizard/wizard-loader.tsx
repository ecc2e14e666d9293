'use client';

import dynamic from 'next/dynamic';

/** Loaded in the browser and on this page alone, as whatever speaks to a wallet. */
export const WizardLoader = dynamic(
  () => import('./new-portfolio.tsx').then(({ NewPortfolio }) => NewPortfolio),
  { ssr: false, loading: () => <p role="status">Loading what speaks to your wallet…</p> },
);
