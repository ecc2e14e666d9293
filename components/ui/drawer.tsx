'use client';

import { Dialog } from '@base-ui/react/dialog';
import { type ReactNode, startTransition, useState } from 'react';
import { BUTTON } from './button.ts';
import { Icon } from './icon.tsx';

type Props = {
  /** On the button that opens it. */
  readonly label: string;
  readonly title: string;
  readonly children: ReactNode;
};

/** A sheet from the side, for what belongs to a page and would crowd it. Escape closes it, and focus returns to its button. */
export function Drawer({ label, title, children }: Props) {
  const [open, setOpen] = useState(false);
  // What stands in it may be much: the press is answered before that is drawn.
  const change = (next: boolean): void => (next ? startTransition(() => setOpen(true)) : setOpen(false));
  return (
    <Dialog.Root open={open} onOpenChange={change}>
      <Dialog.Trigger className={BUTTON.quiet}>{label}</Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-20 bg-black/40" />
        <Dialog.Popup className="fixed inset-y-0 right-0 z-30 w-full max-w-2xl overflow-y-auto border-l border-line bg-ground p-5 outline-none sm:p-8">
          <div className="flex items-center justify-between gap-4 pb-4">
            <Dialog.Title className="text-lg font-semibold">{title}</Dialog.Title>
            <Dialog.Close aria-label="Close" className={BUTTON.quiet}>
              <Icon name="close" />
            </Dialog.Close>
          </div>
          {children}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
