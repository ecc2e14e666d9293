'use client';

import { useEffect } from 'react';
import { NUMBER_FORMS, NUMBERS_CHOSEN, parseNumberForm } from './number-form.ts';

const rewrite = (): void => {
  void import('./rewrite-numbers.ts').then(({ rewriteNumbers }) => rewriteNumbers());
};

/**
 * Has numbers written as this browser's person chose. Only once React has taken the page over: until then it must hold what the server
 * wrote. Whoever chose nothing loads nothing.
 */
export function Numbers() {
  useEffect(() => {
    if (parseNumberForm(document.documentElement.dataset['numbers']) !== NUMBER_FORMS[0]) rewrite();
    window.addEventListener(NUMBERS_CHOSEN, rewrite);
    return () => window.removeEventListener(NUMBERS_CHOSEN, rewrite);
  }, []);
  return null;
}
