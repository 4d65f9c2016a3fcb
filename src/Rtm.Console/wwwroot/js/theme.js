// Runs before the first paint, so that a dark page doesn't begin with a white flash.
(() => {
  let saved = null;
  try {
    saved = localStorage.getItem("rtm.theme");
  } catch (error) {
    // A browser may refuse storage altogether: then the system's theme it is.
    console.warn("The theme can't be read from the browser's storage:", error);
  }
  const dark = saved === "dark" || (saved !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset.theme = dark ? "dark" : "light";
})();
