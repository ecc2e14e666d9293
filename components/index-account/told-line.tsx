import type { Told } from './use-asked.ts';

/** What a form was told of all of it. */
export const ToldLine = ({ told: { said, isRefusal } }: { readonly told: Told }) => (
  <p role="status" className={`max-w-prose text-pretty ${isRefusal ? 'text-stop' : 'text-ink'}`}>
    {said}
  </p>
);
