// Called by Maven: `node build/maven.mjs build <output directory> <stamp file>` or `node build/maven.mjs check`.
// Installs packages only when the lock changed and builds only when a source changed, so that a
// Maven build that touches no web file costs a few milliseconds.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')
const [step, output, stampFile] = process.argv.slice(2)

function filesUnder(path) {
  return readdirSync(path, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const child = join(path, entry.name)
      return entry.isDirectory() ? filesUnder(child) : [child]
    })
}

function digest(files) {
  const hash = createHash('sha256').update(process.version)
  for (const file of files) hash.update(file.slice(root.length)).update(readFileSync(file))
  return hash.digest('hex')
}

function isCurrent(stamp, value) {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === value
}

function npm(...args) {
  const windows = process.platform === 'win32'
  const env = { ...process.env, PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1' }
  const run = spawnSync(windows ? 'npm.cmd' : 'npm', args, {
    cwd: root,
    stdio: 'inherit',
    shell: windows,
    env,
  })
  if (run.error) {
    console.error(`The web app needs Node 20.19 or later with npm on the PATH: ${run.error.message}`)
    process.exit(1)
  }
  if (run.status !== 0) process.exit(run.status ?? 1)
}

function install() {
  const stamp = join(root, 'node_modules', '.installed')
  const lock = digest([join(root, 'package.json'), join(root, 'package-lock.json')])
  if (isCurrent(stamp, lock)) return
  rmSync(stamp, { force: true })
  npm('ci', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error')
  writeFileSync(stamp, lock)
}

function build(outDir, stamp) {
  const sources = ['src', 'public'].flatMap((folder) => filesUnder(join(root, folder)))
  const settings = ['index.html', 'package-lock.json', 'tsconfig.json', 'vite.config.mjs'].map((name) =>
    join(root, name),
  )
  const wanted = digest([...sources, ...settings])
  if (isCurrent(stamp, wanted) && existsSync(join(outDir, 'index.html'))) return
  mkdirSync(outDir, { recursive: true })
  npm('run', 'build', '--silent', '--', '--outDir', outDir, '--emptyOutDir', '--logLevel', 'warn')
  writeFileSync(stamp, wanted)
}

install()
if (step === 'build') build(resolve(output), resolve(stampFile))
else if (step === 'check') npm('run', 'check', '--silent')
else throw new Error(`unknown step ${step}`)
