import type { ReactNode, Ref } from 'react';
import { BUTTON } from '../ui/button.ts';

type Props = {
  readonly children: ReactNode;
  readonly onClick?: () => void;
  readonly look?: keyof typeof BUTTON;
  readonly disabled?: boolean;
  readonly submit?: boolean;
  readonly ref?: Ref<HTMLButtonElement>;
};

/** Something to press. */
export function Button({ children, onClick, look = 'quiet', disabled = false, submit = false, ref }: Props) {
  return (
    <button
      ref={ref}
      type={submit ? 'submit' : 'button'}
      onClick={onClick}
      disabled={disabled}
      className={`${BUTTON[look]} disabled:cursor-not-allowed`}
    >
      {children}
    </button>
  );
}
