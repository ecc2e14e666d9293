import type { Metadata } from 'next';
import { DocsFrame } from '../../components/docs/docs-frame.tsx';
import { DocsIndex } from '../../components/docs/docs-index.tsx';

export const metadata: Metadata = { title: 'Documentation' };

export default function DocsRoute() {
  return (
    <DocsFrame here={null}>
      <DocsIndex />
    </DocsFrame>
  );
}
