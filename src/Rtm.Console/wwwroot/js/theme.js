// Runs before the first paint, so that a dark page doesn't begin with a white flash.
(() => {
  const saved = localStorage.getItem("rtm.theme");
  const dark = saved === "dark" || (saved !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset.theme = dark ? "dark" : "light";
})();
