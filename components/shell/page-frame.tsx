import type { ReactNode } from 'react';

/** `wide` where people compare, `reading` for lists and what is read, `form` for what is filled in. */
const WIDTHS = { wide: '', reading: 'max-w-[55.5rem]', form: 'max-w-[41.5rem]' } as const;

type Props = { readonly width: keyof typeof WIDTHS; readonly children: ReactNode };

/** The column that a page's content stands in. All begin at one edge, so that nothing jumps aside from page to page. */
export const PageFrame = ({ width, children }: Props) => (
  <div className="mx-auto max-w-[76rem] px-5 pt-6 pb-16 sm:px-9">
    <div className={WIDTHS[width]}>{children}</div>
  </div>
);
