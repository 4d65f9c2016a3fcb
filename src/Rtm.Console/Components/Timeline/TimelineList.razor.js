// Tells the component when the top of the list leaves or enters its region, and when one of its ends comes near.
export function watch(component, region, top, bottom) {
  const tell = (name, ...args) =>
    component.invokeMethodAsync(name, ...args).catch((error) => console.debug("The console was not told of the scrolling:", error));
  const isIn = (entries) => entries[entries.length - 1].isIntersecting;
  // Where half of the rows and more are in sight, a page at one end would bring the other end near, and so on without end: there the buttons are for it.
  const isRoomy = () => region.scrollHeight < 4000 || region.clientHeight < region.scrollHeight / 2;
  const watching = [
    [top, "48px 0px 0px 0px", (entries) => tell("TopSeen", isIn(entries))],
    [top, "600px 0px 0px 0px", (entries) => isIn(entries) && isRoomy() && tell("TopNear")],
    [bottom, "0px 0px 600px 0px", (entries) => isIn(entries) && isRoomy() && tell("BottomNear")],
  ].map(([end, rootMargin, said]) => ({ end, observer: new IntersectionObserver(said, { root: region, rootMargin }) }));
  watching.forEach(({ end, observer }) => observer.observe(end));

  // A row that had the focus can be let go with the page around it; keys go on scrolling.
  let focused = null;
  const onFocus = (event) => { focused = event.target; };
  const keepFocus = () => {
    if (focused !== null && !focused.isConnected && document.activeElement === document.body) {
      region.focus({ preventScroll: true });
    }
  };
  region.addEventListener("focusin", onFocus);

  let holding = null;
  const release = () => {
    // The page and what is said after it can come in one go, before the observer was told.
    holding?.settle();
    holding?.observer.disconnect();
    holding = null;
    region.style.overflowAnchor = "";
  };

  return {
    // An observer speaks of changes only: after a page that left an end in sight it has to look again.
    again() {
      release();
      keepFocus();
      watching.forEach(({ end, observer }) => {
        observer.unobserve(end);
        observer.observe(end);
      });
    },
    // What comes in above must not move what is read. The browser sees to that by itself, but not at the very top, and not where the row that it watches goes.
    hold() {
      release();
      const row = region.querySelector("tbody .c-time");
      if (row === null) {
        return;
      }
      const placeOf = () => row.getBoundingClientRect().top + region.scrollTop;
      let place = placeOf();
      const settle = () => {
        const moved = placeOf() - place;
        if (row.isConnected && moved !== 0) {
          place += moved;
          region.scrollTop += moved;
        }
      };
      holding = { settle, observer: new MutationObserver(settle) };
      region.style.overflowAnchor = "none";
      holding.observer.observe(region, { childList: true, subtree: true });
    },
    toTop() {
      region.scrollTop = 0;
    },
    stop() {
      release();
      region.removeEventListener("focusin", onFocus);
      watching.forEach(({ observer }) => observer.disconnect());
    },
  };
}
