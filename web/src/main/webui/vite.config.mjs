import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  plugins: [react()],
  build: {
    // Small enough for one chunk; the reports below the size budget are not needed in a Maven log.
    reportCompressedSize: false,
    assetsInlineLimit: 0,
  },
})
