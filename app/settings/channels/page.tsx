import type { Metadata } from 'next';
import { ChannelsPage } from '../../../components/channels/channels-page.tsx';
import { canSealSecrets } from '../../../services/wire/pages/site.ts';

export const metadata: Metadata = { title: 'Channels of alerts' };
export const dynamic = 'force-dynamic';

export default function ChannelsRoute() {
  return (
    <div className="mx-auto max-w-[76rem] px-5 pt-6 pb-16 sm:px-9">
      <ChannelsPage canSeal={canSealSecrets()} />
    </div>
  );
}
