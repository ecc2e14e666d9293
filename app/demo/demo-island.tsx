'use client';

import type { ComponentProps } from 'react';
import { DemoPage } from '../../components/demo/demo-page.tsx';

const openWorker = (): Worker => new Worker(new URL('./demo.worker.ts', import.meta.url), { type: 'module' });

/** Gives the page its engine: a worker's file is named where the bundler sees it. */
export function DemoIsland(props: Omit<ComponentProps<typeof DemoPage>, 'openWorker'>) {
  return <DemoPage {...props} openWorker={openWorker} />;
}
