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
    // On a slow line each file costs a round trip of its own, so what several pages share comes in three.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'start', tags: ['$initial'], priority: 2 },
            {
              name: 'parts',
              test: /src[\\/](parts[\\/](?!address-fields)|shop|pages[\\/][\w-]+[\\/](address-block|auth-frame|form|link-token|not-here|use-checkout))/,
              priority: 1,
            },
            { name: 'forms', test: /react-hook-form|pages[\\/]auth[\\/](arrive|sms-code|use-[\w-]+)\.tsx?$/ },
          ],
        },
      },
    },
  },
});
