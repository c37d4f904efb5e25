/* Passkeys: forms marked data-passkey ask the device for a key before they are sent. "create" makes one, "get"
   uses one of whoever is signing in, "login" asks the site first which question to put to the device. */

const SUPPORTED = "credentials" in navigator && "PublicKeyCredential" in window;

function bytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0)).buffer;
}

function text(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function asked(options) {
  const key = { ...options.publicKey, challenge: bytes(options.publicKey.challenge) };
  if (key.user) key.user = { ...key.user, id: bytes(key.user.id) };
  for (const list of ["excludeCredentials", "allowCredentials"]) {
    if (key[list]) key[list] = key[list].map((one) => ({ ...one, id: bytes(one.id) }));
  }
  return key;
}

function answered(credential) {
  const response = {};
  for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[part]) response[part] = text(credential.response[part]);
  }
  if (credential.response.getTransports) response.transports = credential.response.getTransports();
  return {
    type: credential.type,
    id: credential.id,
    rawId: text(credential.rawId),
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  };
}

async function create(form, data) {
  const publicKey = asked(data.creation_options);
  if (form.elements.passwordless) {
    const alone = form.elements.passwordless.checked;
    publicKey.authenticatorSelection = {
      ...publicKey.authenticatorSelection,
      residentKey: alone ? "required" : "discouraged",
      requireResidentKey: alone,
      userVerification: alone ? "required" : publicKey.authenticatorSelection?.userVerification,
    };
  }
  return navigator.credentials.create({ publicKey });
}

async function data(form) {
  if (form.dataset.passkey !== "login") return JSON.parse(document.getElementById(form.dataset.passkeyData).textContent);
  const answer = await fetch(form.action, { headers: { Accept: "application/json" }, credentials: "same-origin" });
  if (!answer.ok) throw new Error(`options ${answer.status}`);
  return answer.json();
}

async function send(form) {
  const known = await data(form);
  const credential =
    form.dataset.passkey === "create"
      ? await create(form, known)
      : await navigator.credentials.get({ publicKey: asked(known.request_options) });
  form.elements.credential.value = JSON.stringify(answered(credential));
  form.submit();
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!SUPPORTED) continue;
  form.hidden = false;
  const error = form.querySelector("[data-passkey-error]");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopPropagation();
    error.hidden = true;
    send(form).catch(() => {
      error.textContent = form.dataset.passkeyWrong;
      error.hidden = false;
    });
  });
}
