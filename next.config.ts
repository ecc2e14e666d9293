import type { NextConfig } from 'next';

// Inline styles and scripts are Next's own bootstrapping; nothing is ever loaded from, or sent to, another origin.
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "script-src 'self' 'unsafe-inline'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

const SECURITY_HEADERS = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'Referrer-Policy', value: 'strict-origin-when-cross-origin' },
  { key: 'Permissions-Policy', value: 'camera=(), microphone=(), geolocation=(), payment=()' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
];

const config: NextConfig = {
  output: 'standalone',
  outputFileTracingRoot: import.meta.dirname,
  outputFileTracingExcludes: {
    '/*': ['hardhat/**', '.stack/**', 'supabase/**', 'e2e/**', 'bench/**', 'docs/**'],
  },
  // Their files for bundlers are other ones than those the tests load.
  serverExternalPackages: ['@aws-sdk/client-kms', 'ethers', 'pino', 'postgres', 'siwe'],
  poweredByHeader: false,
  reactStrictMode: true,
  typescript: { ignoreBuildErrors: true }, // `npm test` checks types once, for the whole tree, with the same tsconfig
  headers: async () => [
    { source: '/:path*', headers: SECURITY_HEADERS },
    ...(process.env.NODE_ENV === 'production'
      ? [{ source: '/:path*', headers: [{ key: 'Content-Security-Policy', value: CONTENT_SECURITY_POLICY }] }]
      : []),
  ],
};

export default config;
