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
  build: { assetsInlineLimit: 0, reportCompressedSize: false },
  test: { setupFiles: ['src/lib/words/speak.setup.ts'] },
}))
