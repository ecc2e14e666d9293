import { PageLink } from '../shell/page-link.tsx';
import { anchorOf } from './doc-pages.ts';
import { GLOSSARY, type GlossaryWord } from './glossary.ts';

type Props = {
  readonly word: GlossaryWord;
  /** As it is written here; the word itself where nothing else is said. */
  readonly children?: string;
};

/** A word of the glossary: what it means on hover, and its place in the glossary by a press. */
export function Term({ word, children = word }: Props) {
  return (
    <PageLink
      href={`/docs/glossary#${anchorOf(word)}`}
      title={GLOSSARY[word]}
      className="underline decoration-(--ink-faint) decoration-dotted underline-offset-2 hover:text-ink"
    >
      {children}
    </PageLink>
  );
}
