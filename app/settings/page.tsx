import type { Metadata } from 'next';
import { cookies } from 'next/headers';
import { AccountSettings } from '../../components/settings/account-settings.tsx';
import { parseNumberForm } from '../../components/shell/number-form.ts';
import { parseTheme } from '../../components/shell/theme.ts';

export const metadata: Metadata = { title: 'Settings' };
export const dynamic = 'force-dynamic';

export default async function SettingsOfBrowserAndAccountPage() {
  const jar = await cookies();
  return (
    <div className="mx-auto max-w-[76rem] px-5 pt-6 pb-16 sm:px-9">
      <h1 className="text-2xl font-semibold tracking-tight">Settings</h1>
      <AccountSettings
        theme={parseTheme(jar.get('theme')?.value)}
        numbers={parseNumberForm(jar.get('numbers')?.value)}
        motion={jar.get('motion')?.value === 'less' ? 'less' : 'system'}
      />
    </div>
  );
}
