'use client';

import dynamic from 'next/dynamic';
import { Skeleton } from '../ui/skeleton.tsx';

/** Loaded in the browser and on this page alone, as whatever speaks to a wallet. */
export const WizardLoader = dynamic(
  () => import('./new-portfolio.tsx').then(({ NewPortfolio }) => NewPortfolio),
  { ssr: false, loading: () => <Skeleton label="Loading what speaks to your wallet…" rows={8} /> },
);
