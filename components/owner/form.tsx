import type { ReactNode } from 'react';

type Props = {
  readonly onSubmit: () => void;
  readonly children: ReactNode;
};

/** Fields and the button that sends them: Enter in a field presses that button, unless it is disabled. */
export function Form({ onSubmit, children }: Props) {
  return (
    <form
      noValidate
      className="[&>button]:mt-3"
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      {children}
    </form>
  );
}
