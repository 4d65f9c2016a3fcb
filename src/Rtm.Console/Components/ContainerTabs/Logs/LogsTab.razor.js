// Keeps the newest line in sight until somebody scrolls away from it, and tells the server which rows are in sight after that.
const near = 24;

export function attach(element, server, rowHeight) {
  let following = true;
  let last = { top: 0 };
  let told = null;
  let waiting = false;
  // Whether a hand is on it: on the scroll bar or the screen.
  let held = false;

  const note = () => { last = { top: element.scrollTop }; };
  const toEnd = () => {
    element.scrollTop = element.scrollHeight;
    note();
  };
  const tell = () => {
    const first = Math.floor(element.scrollTop / rowHeight);
    const seen = Math.ceil(element.clientHeight / rowHeight);
    if (!following && (told === null || told.first !== first || told.seen !== seen)) {
      told = { first, seen };
      server.invokeMethodAsync("OnScrolled", first, seen);
    }
  };
  const leave = () => {
    if (following && element.scrollHeight > element.clientHeight + near) {
      following = false;
      told = null;
      server.invokeMethodAsync("OnLeftEnd");
    }
  };
  // Said at once: lines that come during the movement must not take it back.
  const onWheel = (event) => {
    if (event.deltaY < 0) {
      leave();
    }
  };
  const onKey = (event) => {
    if (["PageUp", "ArrowUp", "Home"].includes(event.key)) {
      leave();
    }
  };
  const onHold = () => { held = true; };
  const onRelease = () => { held = false; };
  // A screen glides on for a moment after the finger has left it.
  const onLift = () => { setTimeout(onRelease, 1000); };
  const onScroll = () => {
    const atEnd = element.scrollTop + element.clientHeight >= element.scrollHeight - near;
    if (following && !atEnd) {
      // Only a person leaves the end. What moves otherwise (rows that come or go, a key's movement that outlasts "Resume") is brought back.
      if (held && element.scrollTop < last.top - 2) {
        leave();
      } else if (!held) {
        toEnd();
      }
    }
    note();
    // At once, so that a jump shows its rows; then seldom, while the movement goes on.
    if (!following && !waiting) {
      waiting = true;
      tell();
      setTimeout(() => { waiting = false; tell(); }, 60);
    }
  };
  const watcher = new MutationObserver(() => { if (following) { toEnd(); } });
  const sizes = new ResizeObserver(() => { if (following) { toEnd(); } });

  element.addEventListener("scroll", onScroll, { passive: true });
  element.addEventListener("wheel", onWheel, { passive: true });
  element.addEventListener("keydown", onKey);
  element.addEventListener("pointerdown", onHold);
  element.addEventListener("touchstart", onHold, { passive: true });
  element.addEventListener("touchend", onLift, { passive: true });
  window.addEventListener("pointerup", onRelease);
  watcher.observe(element, { childList: true, subtree: true, characterData: true });
  sizes.observe(element);
  toEnd();

  return {
    follow(on) {
      following = on;
      told = null;
      if (on) {
        toEnd();
      }
    },
    // Brings a row to the middle: by its place where all rows are equally high, else by itself.
    show(index, row) {
      following = false;
      told = null;
      const line = element.querySelector(`[data-row="${row}"]`);
      if (line) {
        line.scrollIntoView({ block: "center" });
      } else {
        element.scrollTop = Math.max(0, index * rowHeight - element.clientHeight / 2);
      }
      note();
    },
    detach() {
      element.removeEventListener("scroll", onScroll);
      element.removeEventListener("wheel", onWheel);
      element.removeEventListener("keydown", onKey);
      element.removeEventListener("pointerdown", onHold);
      element.removeEventListener("touchstart", onHold);
      element.removeEventListener("touchend", onLift);
      window.removeEventListener("pointerup", onRelease);
      watcher.disconnect();
      sizes.disconnect();
    },
  };
}
