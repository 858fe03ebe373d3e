// Reports that could not be sent, kept in this browser until they are: encrypted, and not for long.
//
// The key can be used here and cannot be taken out by a script. It and all that is kept under it are
// gone when whoever wrote it signs out, and twelve hours after the key was made.

const NAME = 'wayhome-report'
const KEYS = 'keys'
const REPORTS = 'reports'
const KEY = 'key'
const HERE = 'here'
export const KEPT_FOR = 12 * 60 * 60 * 1000 // milliseconds
export const DRAFT = 'draft'
export const WAITING = 'waiting'
export const WRONG = 'wrong'
export const LAPSED = 'lapsed'
const NOT_TYPED = ['csrfmiddlewaretoken', 'submission_key', 'do', 'next']

function opened() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1)
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore(KEYS, { keyPath: 'id' })
      asked.result.createObjectStore(REPORTS, { keyPath: 'id' })
    }
    asked.onsuccess = () => resolve(asked.result)
    asked.onerror = () => reject(asked.error)
  })
}

// One deed on one store; it is on the disk when this has ended.
async function on(store, mode, deed) {
  const database = await opened()
  try {
    return await new Promise((resolve, reject) => {
      const change = database.transaction(store, mode, { durability: 'strict' })
      const asked = deed(change.objectStore(store))
      change.oncomplete = () => resolve(asked ? asked.result : undefined)
      change.onerror = change.onabort = () => reject(change.error)
    })
  } finally {
    database.close()
  }
}

const got = (store, id) => on(store, 'readonly', (rows) => rows.get(id))
const put = (store, row) => on(store, 'readwrite', (rows) => rows.put(row))

// Of several tabs that make a key at once the first one's stays.
async function key() {
  const found = await got(KEYS, KEY)
  if (found) return found.key
  const made = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
  await on(KEYS, 'readwrite', (rows) => rows.add({ id: KEY, key: made, madeAt: Date.now() })).catch(() => {})
  return (await got(KEYS, KEY)).key
}

const about = (id, owner) => new TextEncoder().encode(`wayhome report ${id} of ${owner}`)

// Who is at this screen, as the service last said, and after how long a screen is locked.
export const noteHere = (here) => put(KEYS, { id: HERE, ...here })
export const here = async () => (await got(KEYS, HERE)) || {}

// What was typed into a form, without what is not an answer.
export function typed(sent) {
  return Array.from(sent).filter(([name, text]) => typeof text === 'string' && text && !NOT_TYPED.includes(name))
}

// What was typed and when, so that "today" in it still means that day once it is sent.
export const written = (sent) => [...typed(sent).filter(([name]) => name !== 'written_at'), ['written_at', new Date().toISOString()]]

export async function keep(id, state, pairs, owner) {
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const how = { name: 'AES-GCM', iv, additionalData: about(id, owner) }
  const content = await crypto.subtle.encrypt(how, await key(), new TextEncoder().encode(JSON.stringify(pairs)))
  await put(REPORTS, { id, state, owner, savedAt: Date.now(), iv, content })
}

export async function read(row) {
  const how = { name: 'AES-GCM', iv: row.iv, additionalData: about(row.id, row.owner) }
  return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt(how, await key(), row.content)))
}

export const mark = (row, state) => put(REPORTS, { ...row, state })
export const forget = (id) => on(REPORTS, 'readwrite', (rows) => rows.delete(id))

// Everything kept here, the oldest first; what is too old has lost its words, and says so.
export async function all() {
  const made = await got(KEYS, KEY)
  const rows = (await on(REPORTS, 'readonly', (each) => each.getAll())).sort((one, other) => one.savedAt - other.savedAt)
  if (!made || Date.now() - made.madeAt < KEPT_FOR) return rows
  await on(KEYS, 'readwrite', (keys) => keys.delete(KEY))
  for (const row of rows) {
    if (row.state === DRAFT) await forget(row.id)
    else await put(REPORTS, { id: row.id, owner: row.owner, savedAt: row.savedAt, state: LAPSED })
  }
  return rows.filter((row) => row.state !== DRAFT).map((row) => ({ ...row, state: LAPSED }))
}
