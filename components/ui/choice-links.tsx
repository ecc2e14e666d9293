import { PageLink } from '../shell/page-link.tsx';

type Props = {
  /** The address of what is looked at now. */
  readonly here: string;
  readonly choices: readonly { readonly name: string; readonly href: string }[];
};

/** Ways to look at a part of a page; the one that is looked at is marked. */
export function ChoiceLinks({ here, choices }: Props) {
  return (
    <span className="inline-flex flex-wrap gap-x-3">
      {choices.map(({ name, href }) => (
        <PageLink
          key={name}
          href={href}
          scroll={false}
          aria-current={href === here ? 'true' : undefined}
          className={`inline-flex min-h-6 items-center hover:text-ink ${href === here ? 'font-semibold text-ink' : ''}`}
        >
          {name}
        </PageLink>
      ))}
    </span>
  );
}
