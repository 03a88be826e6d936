import '../styles/tokens.css'
import '../styles/base.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { liveStore } from '../lib/live'
import { applyRememberedTheme } from '../lib/theme'
import { App } from './App'

applyRememberedTheme()
liveStore.start()
// A page taken from the browser's back cache has a dead socket.
window.addEventListener('pageshow', () => liveStore.start())
window.addEventListener('pagehide', () => liveStore.stop())

const root = document.getElementById('root')
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  )
}
