// Passkeys: asks the device for what the service asked, and sends its answer with the form.
// A form says where to ask (data-passkey-url) and what to do (data-passkey: "make" or "use").
// Where the browser knows no passkeys the form stays hidden, and the other ways are there.

const bytesOf = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (each) => each.charCodeAt(0))
const textOf = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')

function readable(asked) {
  const wanted = { ...asked.publicKey, challenge: bytesOf(asked.publicKey.challenge) }
  if (wanted.user) wanted.user = { ...wanted.user, id: bytesOf(wanted.user.id) }
  for (const list of ['allowCredentials', 'excludeCredentials']) {
    if (wanted[list]) wanted[list] = wanted[list].map((each) => ({ ...each, id: bytesOf(each.id) }))
  }
  return { publicKey: wanted }
}

function sendable(made) {
  const response = { clientDataJSON: textOf(made.response.clientDataJSON) }
  for (const part of ['attestationObject', 'authenticatorData', 'signature', 'userHandle']) {
    if (made.response[part]) response[part] = textOf(made.response[part])
  }
  return JSON.stringify({
    id: made.id,
    rawId: textOf(made.rawId),
    type: made.type,
    response,
    clientExtensionResults: made.getClientExtensionResults()
  })
}

async function answered(form) {
  const token = form.querySelector('[name="csrfmiddlewaretoken"]').value
  const asked = await fetch(form.dataset.passkeyUrl, {
    method: 'POST',
    credentials: 'same-origin',
    redirect: 'error',
    headers: { 'X-CSRFToken': token }
  })
  if (!asked.ok) throw new Error(`answered ${asked.status}`)
  const wanted = readable(await asked.json())
  const made = form.dataset.passkey === 'make'
    ? await navigator.credentials.create(wanted)
    : await navigator.credentials.get(wanted)
  return sendable(made)
}

export function usePasskey(form) {
  if (!window.PublicKeyCredential) return
  const says = form.querySelector('[data-passkey-says]')
  form.hidden = false
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    says.textContent = ''
    try {
      form.querySelector('[name="answer"]').value = await answered(form)
    } catch {
      says.textContent = form.dataset.passkeyFailed // the person turned away, or it was not theirs
      return
    }
    form.submit()
  })
}
