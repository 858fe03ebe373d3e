// A report that cannot be sent is kept, counted where it can be seen, and sent when the line is back.

import { DRAFT, LAPSED, WAITING, WRONG, all, forget, keep, mark, noteHere, read, typed, written } from './unsent.js'

const PAGE = '/report/'
const LINE = '/report/line'
const TRY_AGAIN_AFTER = 5000 // milliseconds
const RECEIVED = /^\/report\/([^/]+)\/received$/
const TO_FOLLOW = /^\/report\/waiting\/[^/]+$/

const place = document.querySelector('[data-unsent]')
const said = []
let sending = null

function line(words, href) {
  const shown = document.createElement('p')
  shown.className = 'govuk-body govuk-!-margin-bottom-1'
  if (href) {
    const link = document.createElement('a')
    link.className = 'govuk-link'
    link.href = href
    link.textContent = words
    shown.append(link)
  } else {
    shown.textContent = words
  }
  return shown
}

const counted = (words, count) => words.split('|')[count === 1 ? 0 : 1].replace('{count}', String(count))

// How many wait, and what to do; nothing where nothing waits.
async function show() {
  const texts = place.dataset
  const rows = await all()
  const unsent = rows.filter((row) => row.state === WAITING || row.state === WRONG)
  const mine = unsent.filter((row) => row.owner === texts.owner)
  const lines = [...said]
  if (unsent.length) lines.push(line(counted(texts.count, unsent.length)), line(texts.call))
  if (mine.some((row) => row.state === WRONG)) lines.push(line(texts.wrong, PAGE))
  if (unsent.length && !texts.owner) lines.push(line(texts.signIn))
  else if (unsent.length > mine.length) lines.push(line(texts.others))
  const lapsed = rows.filter((row) => row.state === LAPSED)
  if (lapsed.length) lines.push(line(counted(texts.lapsed, lapsed.length)), line(texts.call))
  place.replaceChildren(...lines)
  place.hidden = !lines.length
  place.dataset.waiting = String(unsent.length)
  return unsent.length
}

// Who is signed in, and the token of a form, as the service says now; nothing without a line.
async function lineNow() {
  try {
    const answer = await fetch(LINE, { credentials: 'same-origin', cache: 'no-store', redirect: 'error' })
    return answer.ok ? await answer.json() : null
  } catch {
    return null
  }
}

async function send(row, token) {
  const body = new URLSearchParams(await read(row))
  body.append('submission_key', row.id)
  body.append('csrfmiddlewaretoken', token)
  const answer = await fetch(PAGE, { method: 'POST', body, credentials: 'same-origin' })
  const { pathname } = new URL(answer.url)
  const received = RECEIVED.exec(pathname)
  if (received || TO_FOLLOW.test(pathname)) {
    const { sent, toFollow } = place.dataset
    said.push(line(received ? sent.replace('{reference}', received[1]) : toFollow, pathname))
    await forget(row.id)
  } else if (answer.status === 422 || (answer.ok && pathname === PAGE)) {
    await mark(row, WRONG)
  }
}

// Send what this person wrote, one after another; what cannot be sent is tried again later.
function sendAll() {
  sending = sending || sendEach().finally(() => { sending = null })
  return sending
}

async function sendEach() {
  try {
    const waiting = (await all()).filter((row) => row.state === WAITING)
    const now = waiting.length ? await lineNow() : null
    if (now && now.owner) for (const row of waiting) if (row.owner === now.owner) await send(row, now.token)
  } catch {
    // the line went away meanwhile
  }
  if (await show()) window.setTimeout(sendAll, TRY_AGAIN_AFTER)
}

// Put back what was typed; the key it had comes with it, so that it is one report.
function fill(form, id, pairs) {
  pairs.forEach(([name, text]) => {
    const found = form.elements.namedItem(name)
    if (found instanceof RadioNodeList) found.value = text
    else if (found) found.value = text
  })
  form.elements.namedItem('submission_key').value = id
}

// What was not sent and can still be changed stands in the form again.
async function fillAgain(form) {
  const { owner, locksAfter } = place.dataset
  const isHere = (row) => !('shell' in form.dataset) || Date.now() - row.savedAt < Number(locksAfter) * 1000
  const rows = (await all()).filter((row) => row.owner === owner && isHere(row))
  const row = rows.find((each) => each.state === WRONG) || rows.find((each) => each.state === DRAFT)
  if (row) fill(form, row.id, await read(row))
}

const keyOf = (form) => form.elements.namedItem('submission_key').value

// Kept here only where the service could not keep it.
export async function keepDraftHere(form) {
  await keep(keyOf(form), DRAFT, typed(new FormData(form)), place.dataset.owner || '')
}

export const forgetDraftHere = (form) => forget(keyOf(form)).catch(() => {})

// The page that is kept for when there is no line: what it sends goes through what is kept.
function useShell(form) {
  form.elements.namedItem('submission_key').value = crypto.randomUUID()
  const save = () => keepDraftHere(form).catch(() => {})
  form.addEventListener('input', save)
  form.addEventListener('change', save)
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    delete form.dataset.sent
    form.querySelectorAll('[aria-disabled="true"]').forEach((button) => button.removeAttribute('aria-disabled'))
    if (event.submitter && event.submitter.value === 'come_back') {
      await save()
      form.querySelector('[data-draft-says]').textContent = form.dataset.draftHere
      return
    }
    await keep(keyOf(form), WAITING, written(new FormData(form)), place.dataset.owner || '')
    form.reset()
    form.elements.namedItem('submission_key').value = crypto.randomUUID()
    window.scrollTo(0, 0)
    await sendAll()
  })
}

// Signing out throws away what is kept here: it is sent first, and whoever insists is told.
function guardSignOut(form) {
  let wasTold = false
  form.addEventListener('submit', async (event) => {
    if (wasTold) return
    event.preventDefault()
    wasTold = true
    await sendAll().catch(() => {})
    if (place.dataset.waiting === '0') form.requestSubmit()
    else place.append(line(place.dataset.signOut))
  }, { capture: true })
}

export async function startOffline() {
  if (!place || !('indexedDB' in window) || !window.crypto.subtle) return
  const { owner, locksAfter } = place.dataset
  const form = document.querySelector('form[data-report]')
  document.querySelectorAll('form[action="/sign-out"]').forEach(guardSignOut)
  if (form && 'shell' in form.dataset) useShell(form)
  try {
    if (owner) await noteHere({ owner, locksAfter })
    if (form) await fillAgain(form)
    window.addEventListener('online', sendAll)
    await sendAll()
  } catch {
    return // a browser that keeps nothing: the page works as it does without any of this
  }
  if (form && owner && 'serviceWorker' in navigator) {
    navigator.serviceWorker.register('/report/worker.js', { scope: PAGE, updateViaCache: 'none' }).catch(() => {})
  }
}
