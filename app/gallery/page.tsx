import type { Metadata } from 'next';
import { Gallery } from '../../components/gallery/gallery.tsx';

export const metadata: Metadata = { title: 'Gallery', robots: { index: false } };
export const dynamic = 'force-dynamic';

/** For those who change the components, and for the tests that look at them; no page leads here. */
export default function GalleryPage() {
  return (
    <div className="mx-auto max-w-[76rem] px-5 pt-6 pb-16 sm:px-9">
      <Gallery />
    </div>
  );
}
