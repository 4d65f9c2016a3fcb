// The choice lives in localStorage under the key that js/theme.js reads before the first paint.
const key = "rtm.theme";
const system = matchMedia("(prefers-color-scheme: dark)");
let component;
let unsaved; // The choice of this page, where the browser refuses to keep it.

function read() {
  try {
    return unsaved ?? localStorage.getItem(key);
  } catch (error) {
    console.warn("The theme can't be read from the browser's storage:", error);
    return "system";
  }
}

function write(choice) {
  try {
    if (choice === "system") {
      localStorage.removeItem(key);
    } else {
      localStorage.setItem(key, choice);
    }
    unsaved = undefined;
  } catch (error) {
    console.warn("The theme is not kept beyond this page:", error);
    unsaved = choice;
  }
}

function state() {
  const saved = read();
  const choice = saved === "light" || saved === "dark" ? saved : "system";
  const dark = choice === "system" ? system.matches : choice === "dark";
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  return { choice, dark };
}

function tell() {
  component?.invokeMethodAsync("ThemeChanged", state()).catch((error) => console.warn("The console was not told of the theme:", error));
}

function onStorage(event) {
  if (event.key === key) {
    tell();
  }
}

export function start(reference) {
  component = reference;
  system.addEventListener("change", tell);
  addEventListener("storage", onStorage);
  return state();
}

export function choose(choice) {
  write(choice);
  return state();
}

export function stop() {
  component = undefined;
  system.removeEventListener("change", tell);
  removeEventListener("storage", onStorage);
}
