import type { Metadata } from 'next';
import { DocsFrame } from '../../../components/docs/docs-frame.tsx';
import { GlossaryPage } from '../../../components/docs/glossary-page.tsx';

export const metadata: Metadata = { title: 'Glossary' };

export default function GlossaryRoute() {
  return (
    <DocsFrame here="glossary">
      <GlossaryPage />
    </DocsFrame>
  );
}
