import tailwind from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { compressAssets } from './build/compress-assets.ts';
import { describePages } from './build/describe-pages.ts';

/** Builds into the server's package, which serves the shop and carries it when it is published. */
export default defineConfig({
  plugins: [react(), tailwind(), describePages(), compressAssets()],
  resolve: { conditions: ['@cartwright/source', 'module', 'browser', 'development|production'] },
  build: {
    outDir: '../../packages/server/storefront',
    emptyOutDir: true,
    target: 'es2022',
    // The policy of the pages allows no inline data for scripts and styles.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: false,
    reportCompressedSize: false,
  },
});
