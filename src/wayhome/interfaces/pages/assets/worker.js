// Opens the page of a report while there is no line, and keeps a report that could not be sent.
//
// It keeps the page with its questions, without anybody in it, and what that page is made of. It
// keeps no other page.

import { DRAFT, WAITING, here, keep, written } from './unsent.js'

const PAGE = '/report/'
const CACHE = 'wayhome-report'
const AWAY = [502, 503, 504]
const { shell, files } = self.wayhome

self.addEventListener('install', (event) => {
  self.skipWaiting()
  event.waitUntil(keepShell())
})
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))

self.addEventListener('fetch', (event) => {
  const { request } = event
  const address = new URL(request.url)
  if (address.origin !== self.location.origin) return
  if (request.mode === 'navigate' && address.pathname === PAGE) {
    event.respondWith(request.method === 'POST' ? sent(request) : asked(event))
  } else if (request.method === 'GET' && files.includes(address.pathname)) {
    event.respondWith(fetch(request).catch(() => caches.match(address.pathname)))
  }
})

async function keepShell() {
  const cache = await caches.open(CACHE)
  const page = await fetch(shell, { credentials: 'same-origin', cache: 'no-store' })
  if (page.ok && !page.redirected) await cache.put(shell, page)
  for (const file of files) if (!(await cache.match(file))) await cache.add(file)
}

// The page from the service; the one kept here where there is no line.
async function asked(event) {
  try {
    const answer = await fetch(event.request)
    if (!AWAY.includes(answer.status)) {
      if (answer.ok) event.waitUntil(keepShell().catch(() => {}))
      return answer
    }
    return (await caches.match(shell)) || answer
  } catch (problem) {
    const kept = await caches.match(shell)
    if (!kept) throw problem
    return kept
  }
}

// A report that cannot be sent is kept here, and the page then says that it has not been sent.
async function sent(request) {
  const copy = request.clone()
  try {
    const answer = await fetch(request)
    if (!AWAY.includes(answer.status)) return answer
  } catch {
    // kept below
  }
  const form = await copy.formData()
  const isSent = !form.has('do') || form.get('do') === 'send'
  const { owner = '' } = await here()
  await keep(form.get('submission_key'), isSent ? WAITING : DRAFT, written(form), owner)
  return Response.redirect(PAGE, 303)
}
