import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig(async ({ command }) => ({
  // The make-believe market answers only while developing; a build never sees it.
  plugins: [
    react(),
    ...(command === 'serve' && !process.env.VITEST
      ? [(await import('./dev/fake-market.mjs')).fakeMarket()]
      : []),
  ],
  build: {
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    // A browser asks for six files at once: few files, of which a page's own are no more than a script.
    cssCodeSplit: false,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'start', tags: ['$initial'], priority: 3 },
            { name: 'news', test: /words[\\/]news/, priority: 1 },
            { name: 'say', test: /words[\\/]say|lib[\\/]icu/, priority: 2 },
            { name: 'shared', minShareCount: 2 },
          ],
        },
      },
    },
  },
  test: { setupFiles: ['src/lib/words/speak.setup.ts'] },
}))
