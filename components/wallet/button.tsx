import type { ReactNode } from 'react';

const LOOKS = {
  quiet: 'border-line text-ink hover:border-ink-soft',
  accent: 'border-accent text-accent',
  grave: 'border-stop text-stop',
} as const;

type Props = {
  readonly children: ReactNode;
  readonly onClick?: () => void;
  readonly look?: keyof typeof LOOKS;
  readonly disabled?: boolean;
  readonly submit?: boolean;
};

/** Something to press. Grave = it stops trading or moves money. */
export function Button({ children, onClick, look = 'quiet', disabled = false, submit = false }: Props) {
  return (
    <button
      type={submit ? 'submit' : 'button'}
      onClick={onClick}
      disabled={disabled}
      className={`min-h-11 rounded border bg-raised px-4 font-semibold disabled:cursor-not-allowed disabled:border-line disabled:text-ink-soft sm:min-h-9 ${LOOKS[look]}`}
    >
      {children}
    </button>
  );
}
