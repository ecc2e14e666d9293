import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { docPage } from '../../../components/docs/doc-pages.ts';
import { DocsFrame } from '../../../components/docs/docs-frame.tsx';
import { Markdown } from '../../../components/docs/markdown.tsx';
import { readDocument } from '../../../services/wire/pages/documents.ts';

type Props = { readonly params: Promise<{ readonly page: string }> };

async function asked({ params }: Props) {
  const found = docPage((await params).page);
  if (found === undefined) notFound();
  return found;
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const { title, summary } = await asked(props);
  return { title, description: summary };
}

export default async function DocumentPage(props: Props) {
  const { slug, title } = await asked(props);
  return (
    <DocsFrame here={slug}>
      <Markdown text={await readDocument(slug)} name={title} />
    </DocsFrame>
  );
}
