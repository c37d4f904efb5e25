/* The phone's own store. In clear are only: the phone's id, how its key is wrapped, moments of contact, and of each
   thing that waits its state and place in the line. Everything else is a sealed box. */

const NAME = "carry";
const VERSION = 1;
let line = null;

const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

const connected = () => {
  line ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("meta");
      request.result.createObjectStore("missions");
      request.result.createObjectStore("ops", { keyPath: "n", autoIncrement: true });
    };
    request.onsuccess = () => {
      request.result.onversionchange = () => {
        request.result.close();
        line = null;
      };
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
  });
  return line;
};

const written = (transaction) =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onerror = () => reject(transaction.error);
    transaction.onabort = () => reject(transaction.error);
  });

const within = async (store, mode) => (await connected()).transaction(store, mode, { durability: "strict" });

export const get = async (store, key) => done((await within(store, "readonly")).objectStore(store).get(key));

export const all = async (store) => done((await within(store, "readonly")).objectStore(store).getAll());

export const keys = async (store) => done((await within(store, "readonly")).objectStore(store).getAllKeys());

/* Written to the disk when it returns, not only handed over: a phone may be switched off the next moment. */
export const put = async (store, value, key) => {
  const transaction = await within(store, "readwrite");
  const request = transaction.objectStore(store).put(value, key);
  await written(transaction);
  return request.result;
};

export const remove = async (store, key) => {
  const transaction = await within(store, "readwrite");
  transaction.objectStore(store).delete(key);
  await written(transaction);
};

/* Empty the phone: first what could open anything, then the rest. */
export const wipe = async () => {
  const transaction = (await connected()).transaction(["meta", "missions", "ops"], "readwrite");
  for (const store of ["meta", "missions", "ops"]) transaction.objectStore(store).clear();
  await written(transaction);
  (await connected()).close();
  line = null;
  await new Promise((resolve) => {
    const request = indexedDB.deleteDatabase(NAME);
    request.onsuccess = request.onerror = request.onblocked = () => resolve();
  });
};
