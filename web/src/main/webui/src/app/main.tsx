import '../styles/tokens.css'
import '../styles/base.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { loadSession } from '../lib/session'
import { applyRememberedTheme } from '../lib/theme'
import { App } from './App'

applyRememberedTheme()
loadSession()

const root = document.getElementById('root')
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  )
}

// Only of a build: while developing, files change under the same names.
if (import.meta.env.PROD && 'serviceWorker' in navigator) navigator.serviceWorker.register('/sw.js')
