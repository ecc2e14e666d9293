import { PageLink } from '../shell/page-link.tsx';
import { BUTTON } from '../ui/button.ts';

/** One that isn't there, or is somebody else's: nobody is told which. */
export function PaperUnknown() {
  return (
    <>
      <h1 className="text-2xl font-semibold tracking-tight">No such paper portfolio</h1>
      <p className="pt-2 pb-4 text-pretty">
        You have none at this address. If it is yours, sign in with the account that follows it; else it was
        deleted.
      </p>
      <PageLink href="/try" className={BUTTON.accent}>
        Try another on paper
      </PageLink>
    </>
  );
}
