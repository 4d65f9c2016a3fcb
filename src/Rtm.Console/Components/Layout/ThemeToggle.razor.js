// The choice lives in localStorage under the key that js/theme.js reads before the first paint.
const key = "rtm.theme";
const system = matchMedia("(prefers-color-scheme: dark)");
let component;

function state() {
  const saved = localStorage.getItem(key);
  const choice = saved === "light" || saved === "dark" ? saved : "system";
  const dark = choice === "system" ? system.matches : choice === "dark";
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  return { choice, dark };
}

function tell() {
  component?.invokeMethodAsync("ThemeChanged", state());
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
  if (choice === "system") {
    localStorage.removeItem(key);
  } else {
    localStorage.setItem(key, choice);
  }
  return state();
}

export function stop() {
  component = undefined;
  system.removeEventListener("change", tell);
  removeEventListener("storage", onStorage);
}
