import type { NextConfig } from 'next';

const config: NextConfig = {
  // The addon is a native file: Node loads it, no bundler does.
  serverExternalPackages: ['wa-bridge'],
  // `WA_DEMO_STANDALONE=1 next build` gives .next/standalone, for a container.
  output: process.env.WA_DEMO_STANDALONE ? 'standalone' : undefined,
  // This folder is a project of its own, wherever it lies.
  turbopack: { root: __dirname },
  outputFileTracingRoot: __dirname,
  devIndicators: false,
  poweredByHeader: false,
};

export default config;
