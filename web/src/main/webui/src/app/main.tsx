import '../styles/tokens.css'
import '../styles/base.css'
import { StrictMode, startTransition } from 'react'
import { createRoot } from 'react-dom/client'
import { speakFitting, useWords } from '../lib/messages'
import { loadSession } from '../lib/session'
import { applyRememberedTheme } from '../lib/theme'
import { App, loadAhead } from './App'

applyRememberedTheme()
loadSession()
loadAhead(location.pathname)

/** The page anew in every language: what was said in another one is nowhere kept. */
function Speaking() {
  return <App key={useWords()} />
}

const root = document.getElementById('root')
if (root) {
  speakFitting().then(() =>
    startTransition(() =>
      createRoot(root).render(
        <StrictMode>
          <Speaking />
        </StrictMode>,
      ),
    ),
  )
}

// Only of a build: while developing, files change under the same names.
if (import.meta.env.PROD && 'serviceWorker' in navigator) navigator.serviceWorker.register('/sw.js')
