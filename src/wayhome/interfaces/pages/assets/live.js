// A screen that renews itself the moment something on it changes.
//
// A part of a page with data-live says what it shows: "list", or the reference of one episode. The
// stream tells that something changed, and the part is asked for anew, as whoever looks. A list is
// given the one line that changed at once, and asks for the rest when its turn has come.
// While the stream is down the page says how old it is, and renews itself by the clock as before.

const SAY_AFTER = 8000 // milliseconds without a word from the service
const TRY_AGAIN = [1000, 2000, 4000, 8000, 15000] // milliseconds, each with as much again at random

let source = null
let heardAt = Date.now()
let since = null
let failed = 0
let again = null
let crowded = false // newer pages of this browser have its line: it renews itself by the clock
let leaving = false // on the way to another page, which an answer here must not call back
const asked = new Map()

const parts = () => document.querySelectorAll('[data-live]')
const shows = (part, reference) => !reference || part.dataset.live === 'list' || part.dataset.live === reference
const staysInBackground = () => [...parts()].some((part) => part.dataset.live === 'list')

// Asked for within so many seconds, at a moment of each screen's own; what is asked for sooner stays so.
function renew(part, within) {
  const due = Date.now() + Math.random() * within * 1000
  const before = asked.get(part.id)
  if (before && before.due <= due) return
  if (before) window.clearTimeout(before.wait)
  const wait = window.setTimeout(() => {
    asked.delete(part.id)
    const there = document.getElementById(part.id)
    if (there) window.htmx.trigger(there, 'live')
  }, due - Date.now())
  asked.set(part.id, { due, wait })
}

const lineOf = (reference) => {
  const name = document.getElementById(`row-${reference}`)
  return name && name.closest('li')
}

// What the list holds no more goes, unless somebody is just at it: then the page takes it when renewed.
function remove(reference) {
  const line = lineOf(reference)
  if (line && !line.contains(document.activeElement)) line.remove()
}

// One line of the list in its place: that of before, or among the others, newest first. One that is
// older than all that are shown belongs to a later page.
function place(reference, row) {
  const list = document.querySelector('.wh-episodes')
  if (!list) return
  const made = document.createElement('template')
  made.innerHTML = row
  const line = made.content.querySelector('li')
  const before = lineOf(reference)
  if (!before) {
    const notNewer = [...list.children].find((each) => each.dataset.at <= line.dataset.at)
    if (notNewer) notNewer.before(line)
    return
  }
  const hadFocus = before.contains(document.activeElement)
  before.replaceWith(line)
  if (hadFocus) line.querySelector('a[id]').focus()
}

function address() {
  const where = new URL('/stream', window.location.href)
  const one = [...parts()].map((part) => part.dataset.live).find((shown) => shown !== 'list')
  const list = [...parts()].map((part) => part.dataset.list).find(Boolean)
  if (one) where.searchParams.set('episode', one)
  if (list) where.searchParams.set('list', list)
  where.searchParams.set('since', since)
  return where
}

function heard(event) {
  document.documentElement.dataset.line = 'up'
  heardAt = Date.now()
  failed = 0
  if (event.lastEventId) since = event.lastEventId
  sayAge()
}

function open() {
  window.clearTimeout(again)
  if (source) source.close()
  crowded = false
  source = new EventSource(address())
  source.addEventListener('open', () => { heardAt = Date.now(); sayAge() })
  source.addEventListener('beat', heard)
  source.addEventListener('changed', (event) => {
    heard(event)
    const { episode, row, within } = JSON.parse(event.data)
    if (row === '') remove(episode)
    else if (row) place(episode, row)
    parts().forEach((part) => { if (shows(part, episode)) renew(part, within) })
  })
  source.addEventListener('over', () => { close(); over() })
  source.addEventListener('crowded', () => { close(); crowded = true; sayAge() })
  source.addEventListener('error', () => { close(); tryAgain() })
}

function close() {
  if (source) source.close()
  source = null
}

// The page itself says what has ended. Asked for anew only just now, it is not asked again at once.
function over() {
  const isNew = window.performance.now() < TRY_AGAIN[TRY_AGAIN.length - 1]
  const [how] = window.performance.getEntriesByType('navigation')
  if (leaving || (isNew && how && how.type === 'reload')) tryAgain()
  else window.location.reload()
}

function tryAgain() {
  const wait = TRY_AGAIN[Math.min(failed, TRY_AGAIN.length - 1)]
  failed += 1
  again = window.setTimeout(open, wait + Math.random() * wait)
}

// Said only once it is so old that somebody would wonder; the words come from the page, in its language.
function sayAge() {
  const banner = document.getElementById('live-age')
  if (!banner) return
  const isOld = Date.now() - heardAt > SAY_AFTER
  banner.hidden = !isOld && !crowded
  if (banner.hidden) return
  const clock = new Date(heardAt).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit', timeZone: 'Europe/London' })
  const words = crowded ? banner.dataset.crowded : banner.dataset.words.replace('{time}', clock)
  const place = banner.querySelector('[data-says]')
  if (place.textContent !== words) place.textContent = words
}

// Whoever follows a link to a file stays on the page, and hears of its end a little later.
function leave() {
  leaving = true
  window.setTimeout(() => { leaving = false }, TRY_AGAIN[2])
}

// A page of one episode is asked for anew when it is looked at again; a list is kept up in the background.
function seen() {
  if (document.visibilityState === 'hidden') {
    if (!staysInBackground()) { close(); window.clearTimeout(again) }
  } else if (!source) {
    open()
  }
}

export function startLive() {
  const first = parts()[0]
  if (!first || !('EventSource' in window)) return
  since = first.dataset.since
  open()
  window.setInterval(sayAge, 1000)
  document.addEventListener('visibilitychange', seen)
  window.addEventListener('online', () => { failed = 0; close(); seen() })
  window.addEventListener('beforeunload', leave)
  window.addEventListener('pagehide', close)
  window.addEventListener('pageshow', (event) => { if (event.persisted) window.location.reload() })
}

// What was folded open stays open when its part is renewed.
const opened = new Set()
const named = (each) => each.querySelector('summary').textContent.trim()
document.addEventListener('htmx:beforeSwap', (event) => {
  opened.clear()
  event.detail.target.querySelectorAll('details[open]').forEach((each) => opened.add(named(each)))
})
document.addEventListener('htmx:afterSettle', (event) => {
  event.target.querySelectorAll('details').forEach((each) => { if (opened.has(named(each))) each.open = true })
})
