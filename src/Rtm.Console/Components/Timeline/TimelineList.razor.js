// Tells the component when the top of the list leaves or enters its region, and when the end comes near.
export function watch(component, region, top, bottom) {
  const tell = (name, ...args) =>
    component.invokeMethodAsync(name, ...args).catch((error) => console.debug("The console was not told of the scrolling:", error));
  const atTop = new IntersectionObserver(
    (entries) => tell("TopSeen", entries[entries.length - 1].isIntersecting), { root: region, rootMargin: "48px 0px 0px 0px" });
  const atBottom = new IntersectionObserver(
    (entries) => entries[entries.length - 1].isIntersecting && tell("BottomNear"), { root: region, rootMargin: "0px 0px 600px 0px" });
  atTop.observe(top);
  atBottom.observe(bottom);
  return {
    // An observer speaks of changes only: after a page that left the end in sight it has to look again.
    again() {
      atBottom.unobserve(bottom);
      atBottom.observe(bottom);
    },
    toTop() {
      region.scrollTop = 0;
    },
    stop() {
      atTop.disconnect();
      atBottom.disconnect();
    },
  };
}
