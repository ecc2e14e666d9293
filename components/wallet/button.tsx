import type { ReactNode } from 'react';
import { BUTTON } from '../ui/button.ts';

type Props = {
  readonly children: ReactNode;
  readonly onClick?: () => void;
  readonly look?: keyof typeof BUTTON;
  readonly disabled?: boolean;
  readonly submit?: boolean;
};

/** Something to press. */
export function Button({ children, onClick, look = 'quiet', disabled = false, submit = false }: Props) {
  return (
    <button
      type={submit ? 'submit' : 'button'}
      onClick={onClick}
      disabled={disabled}
      className={`${BUTTON[look]} disabled:cursor-not-allowed`}
    >
      {children}
    </button>
  );
}
