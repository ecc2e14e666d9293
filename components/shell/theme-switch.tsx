'use client';

import { useEffect, useId, useState } from 'react';
import { Icon, type IconName } from '../ui/icon.tsx';
import { useListening } from '../ui/use-listening.ts';
import { THEMES, type Theme } from './theme.ts';

const CHOICES: Readonly<Record<Theme, { readonly icon: IconName; readonly word: string }>> = {
  system: { icon: 'screen', word: 'As the system' },
  light: { icon: 'sun', word: 'Light' },
  dark: { icon: 'moon', word: 'Dark' },
  contrast: { icon: 'contrast', word: 'High contrast' },
};

const YEAR_SECONDS = 31_536_000;
const CHOSEN = 'theme-chosen';

/** The choice is kept in a cookie, so that the first byte of a page already has the right colours. */
function apply(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser yet
  document.cookie = `theme=${theme}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
  window.dispatchEvent(new Event(CHOSEN));
}

/** Light, dark, or whatever the system says. A page may show several, which then agree. */
export function ThemeSwitch({ initial }: { readonly initial: Theme }) {
  const [theme, setTheme] = useState(initial);
  const group = useId();
  const isListening = useListening();
  useEffect(() => {
    const follow = (): void =>
      setTheme((now) => THEMES.find((each) => each === document.documentElement.dataset.theme) ?? now);
    window.addEventListener(CHOSEN, follow);
    return () => window.removeEventListener(CHOSEN, follow);
  }, []);
  return (
    <fieldset className="flex gap-0.5">
      <legend className="sr-only">Theme</legend>
      {THEMES.map((choice) => (
        <label
          key={choice}
          title={CHOICES[choice].word}
          className="flex size-11 cursor-pointer items-center justify-center rounded text-ink-soft has-checked:text-ink has-focus-visible:outline-2 has-focus-visible:outline-accent lg:size-9"
        >
          <input
            type="radio"
            name={group}
            value={choice}
            checked={theme === choice}
            disabled={!isListening}
            onChange={() => apply(choice)}
            className="sr-only"
          />
          <span className={theme === choice ? 'border-b border-ink pb-1' : 'pb-1'}>
            <Icon name={CHOICES[choice].icon} />
          </span>
          <span className="sr-only">{CHOICES[choice].word}</span>
        </label>
      ))}
    </fieldset>
  );
}
