'use client';

import dynamic from 'next/dynamic';

/** The engine and the simulator come with it: fetched when the step is reached. */
export const BacktestLoader = dynamic(
  () => import('./backtest-preview.tsx').then(({ BacktestPreview }) => BacktestPreview),
  { ssr: false, loading: () => <p role="status">Loading the simulator…</p> },
);
