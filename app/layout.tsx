import type { Metadata, Viewport } from 'next';
import localFont from 'next/font/local';
import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { RealtimeProvider } from '../components/live/realtime-settings.tsx';
import { AppShell } from '../components/shell/app-shell.tsx';
import { parseNumberForm } from '../components/shell/number-form.ts';
import { parseTheme } from '../components/shell/theme.ts';
import { sessionCookieName } from '../services/auth/session-cookie.ts';
import { hasIndexAccounts, readRealtime, siteUrl } from '../services/wire/pages/site.ts';
import './globals.css';

// Cut down to the letters that are written here.
const geist = localFont({
  src: './fonts/geist-latin.woff2',
  variable: '--font-geist-sans',
  weight: '400 600',
});
const geistMono = localFont({
  src: './fonts/geist-mono-latin.woff2',
  variable: '--font-geist-mono',
  adjustFontFallback: false,
  weight: '400',
});

export const generateMetadata = (): Metadata => ({
  metadataBase: siteUrl(),
  title: { default: '1Balancer', template: '%s · 1Balancer' },
  description: 'Keeps an on-chain portfolio on target. The contract, not the bot, guards the money.',
});

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#faf9f5' },
    { media: '(prefers-color-scheme: dark)', color: '#10100e' },
  ],
};

/** By the scheme of APP_URL it is one or the other. */
const SESSION_COOKIES = ['http://', 'https://'].map(sessionCookieName);

export default async function RootLayout({ children }: { readonly children: ReactNode }) {
  const jar = await cookies();
  const theme = parseTheme(jar.get('theme')?.value);
  const session = SESSION_COOKIES.some((name) => jar.has(name)) ? 'brought' : 'none';
  return (
    <html
      lang="en"
      data-theme={theme}
      data-session={session}
      data-numbers={parseNumberForm(jar.get('numbers')?.value)}
      data-motion={jar.get('motion')?.value === 'less' ? 'less' : 'system'}
      className={`${geist.variable} ${geistMono.variable}`}
    >
      <body>
        <RealtimeProvider settings={readRealtime()}>
          <AppShell theme={theme} hasIndexAccounts={hasIndexAccounts()}>
            {children}
          </AppShell>
        </RealtimeProvider>
      </body>
    </html>
  );
}
