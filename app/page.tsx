import type { Metadata } from 'next';
import { LandingPage } from '../components/landing/landing-page.tsx';
import { GUARD_PRESETS } from '../lib/policy/guard-presets.ts';
import { firstDemoView } from '../services/portfolios/first-demo.ts';
import { factoriesServed } from '../services/wire/pages/new-portfolio.ts';

export const metadata: Metadata = { title: { absolute: '1Balancer: your tokens at the mix you chose' } };
export const dynamic = 'force-dynamic';

export default function FirstPage() {
  return <LandingPage limits={GUARD_PRESETS.index} factories={factoriesServed()} moment={firstDemoView()} />;
}
