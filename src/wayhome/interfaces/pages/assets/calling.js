// Being called when something new waits for you: by a sound, or by a message of the browser.
//
// Nobody is called who did not ask for it on this computer. Neither says what waits, or about whom:
// a screen that is locked, or looked at by somebody else, tells nothing. Signing out forgets it.

const KEPT = 'wayhome-called-by-' // and whose choice it is
const TONES = [880, 660] // hertz, one after the other
const LASTS = 0.18 // seconds each

const seen = new Set()
let sounds = null
let place = null

const kept = () => KEPT + place.dataset.owner
const chosen = () => new Set((window.localStorage.getItem(kept()) || '').split(' ').filter(Boolean))
const keep = (ways) => window.localStorage.setItem(kept(), [...ways].join(' '))

// What waits, newest first; null on a page that does not show it.
function waiting() {
  const part = document.querySelector('[data-asks]')
  return part && part.dataset.asks.split(' ').filter(Boolean)
}

// A browser sounds nothing on a page on which nothing was pressed yet: then the page says so.
function makeReady() {
  if (!sounds) sounds = new window.AudioContext()
  place.querySelector('[data-press]').hidden = sounds.state === 'running'
  sounds.addEventListener('statechange', () => {
    place.querySelector('[data-press]').hidden = sounds.state === 'running'
  })
  document.addEventListener('click', () => sounds.resume(), { once: true })
}

function sound() {
  if (!sounds || sounds.state !== 'running') return
  TONES.forEach((hertz, number) => {
    const tone = sounds.createOscillator()
    const loud = sounds.createGain()
    tone.frequency.value = hertz
    loud.gain.value = 0.15
    tone.connect(loud).connect(sounds.destination)
    tone.start(sounds.currentTime + number * LASTS)
    tone.stop(sounds.currentTime + (number + 1) * LASTS)
  })
}

function message(words) {
  if (!('Notification' in window) || window.Notification.permission !== 'granted') return
  const shown = new window.Notification(words, { tag: 'wayhome', renotify: true })
  shown.addEventListener('click', () => { window.focus(); shown.close() })
}

// Only what is newer than all that was seen: what comes up from below is no news.
function look() {
  const now = waiting()
  if (!now) return
  const isNew = now.length > 0 && !seen.has(now[0])
  now.forEach((each) => seen.add(each))
  if (!isNew) return
  if (chosen().has('sound')) sound()
  if (chosen().has('message')) message(place.dataset.words)
}

async function choose(box) {
  const refused = place.querySelector('[data-refused]')
  if (box.value === 'message' && box.checked) {
    box.checked = 'Notification' in window && await window.Notification.requestPermission() === 'granted'
    refused.hidden = box.checked
  }
  const ways = chosen()
  if (box.checked) ways.add(box.value)
  else ways.delete(box.value)
  keep(ways)
  if (!box.checked || box.value !== 'sound') return
  makeReady()
  sounds.resume().then(sound) // so that it is known how it sounds
}

export function startCalling() {
  place = document.getElementById('calling')
  if (!place) return
  place.hidden = false
  const ways = chosen()
  place.querySelectorAll('input').forEach((box) => {
    box.checked = ways.has(box.value)
    box.addEventListener('change', () => choose(box))
  })
  if (ways.has('sound')) makeReady()
  waiting()?.forEach((each) => seen.add(each))
  document.addEventListener('htmx:afterSettle', look)
}
