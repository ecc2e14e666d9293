import type { NextConfig } from 'next';

// What is no page runs nothing and is framed by nobody; pages get theirs, with a nonce, from proxy.ts.
const NO_PAGE_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
const NO_PAGES = ['/api/:path*', '/_next/:path*', '/icon.svg'];

const SECURITY_HEADERS = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'Referrer-Policy', value: 'strict-origin-when-cross-origin' },
  { key: 'Permissions-Policy', value: 'camera=(), microphone=(), geolocation=(), payment=()' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  // Browsers obey it over https alone.
  { key: 'Strict-Transport-Security', value: 'max-age=31536000' },
];

/** The engine's worker loads the rest of its own program, and nothing else. */
const WORKER = '/_next/static/chunks/:file(turbopack-worker-.*)';
const WORKER_POLICY = "default-src 'none'; script-src 'self'; frame-ancestors 'none'; base-uri 'none'";

/** Its own policy, in the file, knows the hashes of its script and style; a node that somebody names may be anywhere. */
const RESCUE_POLICY = "frame-ancestors 'none'";

const config: NextConfig = {
  output: 'standalone',
  outputFileTracingRoot: import.meta.dirname,
  outputFileTracingExcludes: {
    '/*': ['hardhat/**', '.stack/**', 'supabase/*.*', 'e2e/**', 'bench/**', 'docs/*/**'],
  },
  // Read when a page of theirs is opened, and when somebody asks whether the database fits the build.
  outputFileTracingIncludes: {
    '/docs/[page]': ['docs/*.md'],
    '/api/health': ['supabase/migrations/*.sql'],
    '/api/health/ready': ['supabase/migrations/*.sql'],
  },
  // Their files for bundlers are other ones than those the tests load.
  serverExternalPackages: [
    ...['@aws-sdk/client-kms', '@opentelemetry/api', '@opentelemetry/exporter-trace-otlp-http'],
    ...[
      '@opentelemetry/resources',
      '@opentelemetry/sdk-trace',
      'ethers',
      'nodemailer',
      'pino',
      'postgres',
      'prom-client',
    ],
    ...['request-filtering-agent', 'secp256k1', 'siwe'],
  ],
  poweredByHeader: false,
  reactStrictMode: true,
  typescript: { ignoreBuildErrors: true }, // `npm test` checks types once, for the whole tree, with the same tsconfig
  // Browsers ask for it where they have not yet read which icon a page names.
  redirects: async () => [{ source: '/favicon.ico', destination: '/icon.svg', permanent: false }],
  headers: async () => [
    { source: '/:path*', headers: SECURITY_HEADERS },
    ...NO_PAGES.map((source) => ({
      source,
      headers: [{ key: 'Content-Security-Policy', value: NO_PAGE_POLICY }],
    })),
    { source: WORKER, headers: [{ key: 'Content-Security-Policy', value: WORKER_POLICY }] },
    { source: '/rescue.html', headers: [{ key: 'Content-Security-Policy', value: RESCUE_POLICY }] },
  ],
};

export default config;
