/** A Supabase project's public way in. Its key is meant for browsers and reads nothing of ours. */
export type RealtimeSettings = { readonly url: string; readonly anonKey: string };

type To = {
  /** Something has changed; what, is asked of our own server. */
  readonly changed: () => void;
  readonly opened: (isOpen: boolean) => void;
};

/** As the database's trigger sends them. */
const [CHANNEL, EVENT] = ['balancer', 'changed'] as const;

/** Listens where a Supabase project calls out that something changed. Its library is loaded here and nowhere else. @returns what ends it */
export function followRealtime({ url, anonKey }: RealtimeSettings, { changed, opened }: To): () => void {
  let isOver = false;
  let close = (): void => undefined;
  const open = async (): Promise<void> => {
    const { createClient } = await import('@supabase/supabase-js');
    if (isOver) return;
    const client = createClient(url, anonKey, {
      auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
    });
    close = () => void client.removeAllChannels();
    client
      .channel(CHANNEL)
      .on('broadcast', { event: EVENT }, changed)
      .subscribe((status) => {
        if (isOver) return;
        opened(status === 'SUBSCRIBED');
        // What was called out before it was open, nobody has heard.
        if (status === 'SUBSCRIBED') changed();
      });
  };
  open().catch(() => opened(false));
  return () => {
    isOver = true;
    close();
  };
}
