import type { Metadata } from 'next';
import { DEMO_PRESETS, DEMO_START, firstDemoView } from '../../services/portfolios/first-demo.ts';
import { DemoIsland } from './demo-island.tsx';

export const metadata: Metadata = {
  title: 'Demo',
  description: 'The engine at work on a simulated portfolio, in your browser: no wallet, no network.',
};

export default function DemoRoute() {
  return <DemoIsland presets={DEMO_PRESETS} start={DEMO_START} first={firstDemoView()} />;
}
