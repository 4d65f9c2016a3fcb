const modal = document.getElementById("components-reconnect-modal");
modal.addEventListener("components-reconnect-state-changed", onStateChanged);
document.getElementById("components-reconnect-button").addEventListener("click", retry);
document.getElementById("components-resume-button").addEventListener("click", resume);

function onStateChanged(event) {
  const state = event.detail.state;
  if (state === "show") {
    if (!modal.open) {
      modal.showModal();
    }
    reloadIfSignedOut();
  } else if (state === "hide") {
    modal.close();
  } else if (state === "retrying") {
    reloadIfSignedOut();
  } else if (state === "failed") {
    document.addEventListener("visibilitychange", retryWhenVisible);
  } else if (state === "rejected") {
    location.reload();
  }
}

// A session that ended meanwhile is refused at every try: only a reload leads to the sign-in page.
async function reloadIfSignedOut() {
  let status;
  try {
    status = (await fetch("_blazor/initializers", { cache: "no-store", redirect: "manual" })).status;
  } catch (error) {
    if (error instanceof TypeError) {
      return false; // The console can't be reached at all; Blazor keeps trying.
    }
    throw error;
  }
  if (status === 401) {
    location.reload();
    return true;
  }
  return false;
}

async function retry() {
  document.removeEventListener("visibilitychange", retryWhenVisible);
  if (await reloadIfSignedOut()) {
    return;
  }
  try {
    // False means that the server is there but no longer knows the circuit; an exception, that it is not there.
    if (!(await Blazor.reconnect())) {
      if (await Blazor.resumeCircuit()) {
        modal.close();
      } else {
        location.reload();
      }
    }
  } catch (error) {
    console.warn("The console still does not answer:", error);
    document.addEventListener("visibilitychange", retryWhenVisible);
  }
}

async function resume() {
  if (await reloadIfSignedOut()) {
    return;
  }
  try {
    if (!(await Blazor.resumeCircuit())) {
      location.reload();
    }
  } catch (error) {
    console.warn("The session could not be resumed:", error);
    modal.classList.replace("components-reconnect-paused", "components-reconnect-resume-failed");
  }
}

async function retryWhenVisible() {
  if (document.visibilityState === "visible") {
    await retry();
  }
}
