import type { ReactNode } from 'react';

/** `wide` where people compare, `reading` for lists and what is read, `form` for what is filled in. */
const WIDTHS = { wide: 'max-w-[76rem]', reading: 'max-w-[60rem]', form: 'max-w-[46rem]' } as const;

type Props = { readonly width: keyof typeof WIDTHS; readonly children: ReactNode };

/** The column that a page's content stands in. */
export const PageFrame = ({ width, children }: Props) => (
  <div className={`mx-auto ${WIDTHS[width]} px-5 pt-6 pb-16 sm:px-9`}>{children}</div>
);
