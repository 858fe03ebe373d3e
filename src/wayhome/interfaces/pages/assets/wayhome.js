// What the pages do better with JavaScript. Each works without it.

import { initAll } from 'govuk-frontend'
import { startCalling } from './calling.js'
import { startLive } from './live.js'
import { forgetDraftHere, keepDraftHere, startOffline } from './offline.js'
import { usePasskey } from './passkeys.js'

const TYPING_STOPPED = 1000 // milliseconds
const TELL_AGAIN_AFTER = 60000 // milliseconds
const PRESS_AGAIN_AFTER = 15000 // milliseconds; the submission key makes a second press safe

// The first press goes; a second press of the same form waits for its answer.
function guardAgainstSecondPress(form) {
  form.addEventListener('submit', (event) => {
    if (form.dataset.sent) {
      event.preventDefault()
      return
    }
    if (event.defaultPrevented) return
    form.dataset.sent = 'yes'
    const buttons = form.querySelectorAll('button[type="submit"], button:not([type])')
    buttons.forEach((button) => button.setAttribute('aria-disabled', 'true'))
    window.setTimeout(() => allowPress(form), PRESS_AGAIN_AFTER)
  })
}

function allowPress(form) {
  delete form.dataset.sent
  form.querySelectorAll('[aria-disabled="true"]').forEach((button) => button.removeAttribute('aria-disabled'))
}

// Without JavaScript the words beside it say to print with the browser.
function offerPrint(button) {
  button.hidden = false
  button.addEventListener('click', () => window.print())
  button.parentElement.querySelectorAll('[data-print-by-hand]').forEach((words) => { words.hidden = true })
}

// What is typed is kept a second after typing stops, and the page says so, or says that it could not.
function keepDraft(form) {
  const says = form.querySelector('[data-draft-says]')
  let waiting = null
  let latest = 0
  const say = (words, isLost) => {
    if (!says) return
    says.textContent = words
    says.classList.toggle('wh-draft--lost', isLost)
  }
  const save = async () => {
    const mine = ++latest
    const typed = new FormData(form)
    const sent = new URLSearchParams()
    typed.forEach((value, name) => { if (typeof value === 'string') sent.append(name, value) })
    let isKept = false
    try {
      const answer = await fetch(form.dataset.draftUrl, {
        method: 'POST',
        body: sent,
        credentials: 'same-origin',
        redirect: 'error',
        headers: { 'X-CSRFToken': typed.get('csrfmiddlewaretoken') || '' }
      })
      isKept = answer.ok
    } catch {
      isKept = false
    }
    if (mine !== latest || form.dataset.sent) return
    if ('report' in form.dataset) {
      const isHere = isKept ? forgetDraftHere(form).then(() => false) : keepDraftHere(form).then(() => true, () => false)
      if (await isHere) return say(form.dataset.draftHere, false)
    }
    const clock = new Date().toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'Europe/London' })
    say(isKept ? form.dataset.draftSaved.replace('{time}', clock) : form.dataset.draftLost, !isKept)
  }
  const later = () => {
    window.clearTimeout(waiting)
    waiting = window.setTimeout(save, TYPING_STOPPED)
  }
  form.addEventListener('input', later)
  form.addEventListener('change', later)
  form.addEventListener('submit', () => window.clearTimeout(waiting))
}

// Whoever types is at the screen, though nothing has been sent: the service is told, at most once a minute.
let toldAt = Date.now()
document.addEventListener('input', () => {
  if (Date.now() - toldAt < TELL_AGAIN_AFTER) return
  toldAt = Date.now()
  fetch('/still-here', { credentials: 'same-origin', redirect: 'manual' }).catch(() => {})
})

function start(place) {
  place.querySelectorAll('[data-print]').forEach(offerPrint)
  place.querySelectorAll('form[method="post"]:not([data-guarded])').forEach((form) => {
    form.dataset.guarded = 'yes'
    if (form.dataset.passkey) usePasskey(form) // before the guard, which leaves what is prevented
    guardAgainstSecondPress(form)
    if (form.dataset.draftUrl) keepDraft(form)
  })
}

start(document)
initAll()
startLive()
startCalling()
startOffline()
document.addEventListener('htmx:load', (event) => start(event.detail.elt))
window.addEventListener('pageshow', (event) => {
  if (event.persisted) document.querySelectorAll('form[data-sent]').forEach(allowPress)
})

// What is fetched for a part of a page carries the page's token in a header too, which no other site can set.
document.addEventListener('htmx:configRequest', (event) => {
  const token = document.querySelector('input[name="csrfmiddlewaretoken"]')
  if (token) event.detail.headers['X-CSRFToken'] = token.value
})
