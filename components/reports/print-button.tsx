'use client';

import { BUTTON } from '../ui/button.ts';

/** Prints the page as it is, or saves it as a PDF: what the browser offers. */
export function PrintButton() {
  return (
    <button type="button" onClick={() => window.print()} className={BUTTON.quiet}>
      Print or save as PDF
    </button>
  );
}
