import { Trouble } from './notices.tsx';

/** What a page shows instead of itself while the database can't be asked. */
export function DatabaseTrouble({ message }: { readonly message: string }) {
  return (
    <Trouble title={message}>
      <p>Without the database nothing can be shown here, and the bot decides nothing and signs nothing.</p>
      <p>
        Whoever runs this site: check <code className="font-mono">DB_URL</code> and that Postgres is up, or
        start everything on this machine with <code className="font-mono">npm run demo</code>. This page tries
        again every few seconds.
      </p>
    </Trouble>
  );
}
