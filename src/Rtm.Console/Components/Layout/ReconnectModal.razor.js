const modal = document.getElementById("components-reconnect-modal");
modal.addEventListener("components-reconnect-state-changed", onStateChanged);
document.getElementById("components-reconnect-button").addEventListener("click", retry);
document.getElementById("components-resume-button").addEventListener("click", resume);
document.getElementById("session-go-on-button").addEventListener("click", retry);
document.getElementById("session-look-button").addEventListener("click", look);

// Somebody who copies what was typed is not interrupted by every further try.
let looking = false;

// Signing out cuts the page off before the next one is there: it leaves by itself, instead of trying to come back.
document.addEventListener("submit", (event) => {
  // Before the page is live there is nothing to leave.
  if (new URL(event.target.action, location.href).pathname === "/signout" && Blazor.disconnect) {
    Blazor.disconnect();
    // The circuit ends while the page may still answer it, and would be told off for that.
    Blazor._internal.forceCloseConnection();
  }
});

function onStateChanged(event) {
  const state = event.detail.state;
  if (state === "show") {
    if (!modal.open && !looking) {
      modal.showModal();
    }
    sayIfSessionEnded();
  } else if (state === "hide") {
    modal.classList.remove("has-ended");
    looking = false;
    modal.close();
  } else if (state === "retrying") {
    sayIfSessionEnded();
  } else if (state === "failed") {
    document.addEventListener("visibilitychange", retryWhenVisible);
  } else if (state === "rejected") {
    reloadUnlessEnded();
  }
}

// A session that ended is refused at every try. The page stays as it is: a reload would take what was typed into it.
async function sayIfSessionEnded() {
  let response;
  try {
    response = await fetch("_blazor/initializers", { cache: "no-store", redirect: "manual" });
  } catch (error) {
    if (error instanceof TypeError) {
      return false; // The console can't be reached at all; Blazor keeps trying.
    }
    throw error;
  }
  const ended = response.status === 401 || response.status === 403;
  modal.classList.toggle("has-ended", ended);
  if (ended) {
    const words = document.getElementById("session-end-words");
    const reason = response.status === 403 ? "NoRole" : response.headers.get("Rtm-Session-End");
    words.textContent = words.dataset[reason ? reason[0].toLowerCase() + reason.slice(1) : "unknown"] ?? words.dataset.unknown;
    if (!modal.open && !looking) {
      modal.showModal();
    }
  }
  return ended;
}

async function reloadUnlessEnded() {
  if (!(await sayIfSessionEnded())) {
    location.reload();
  }
}

function look() {
  looking = true;
  modal.close();
}

async function retry() {
  document.removeEventListener("visibilitychange", retryWhenVisible);
  if (await sayIfSessionEnded()) {
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
  if (await sayIfSessionEnded()) {
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
