'use client';

import dynamic from 'next/dynamic';
import { Skeleton } from '../ui/skeleton.tsx';

/** Loaded in the browser and on this page alone: a page on which nobody acts carries no wallet's code. */
export const ManageLoader = dynamic(
  () => import('./manage-portfolio.tsx').then(({ ManagePortfolio }) => ManagePortfolio),
  { ssr: false, loading: () => <Skeleton label="Loading what speaks to your wallet…" rows={12} /> },
);
