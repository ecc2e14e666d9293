import { PageLink } from '../shell/page-link.tsx';
import { CopyButton } from './copy-button.tsx';
import { shortHex } from './format.ts';

type Props = {
  readonly hex: string;
  /** What it is, for those who hear the page: "address", "transaction". */
  readonly kind: 'address' | 'transaction' | 'order' | 'block';
  readonly copy?: boolean;
  /** Its own page. */
  readonly href?: string | null;
};

/** An address or hash: shortened for the eye, named and told by its end for the ear, whole on hover and by copy. */
export function Hex({ hex, kind, copy = false, href = null }: Props) {
  const shown = (
    <>
      <span aria-hidden="true">{shortHex(hex)}</span>
      <span className="sr-only">
        {kind} ending in {hex.slice(-4)}
      </span>
    </>
  );
  const look = { className: 'font-mono text-[0.75rem]', title: hex, 'data-hex': hex };
  return (
    <span className="inline-flex items-center gap-1 whitespace-nowrap">
      {href === null ? (
        <span {...look}>{shown}</span>
      ) : (
        <PageLink href={href} {...look} className={`${look.className} text-accent hover:underline`}>
          {shown}
        </PageLink>
      )}
      {copy && <CopyButton text={hex} what={kind} />}
    </span>
  );
}
