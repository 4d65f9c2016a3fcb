// MudBlazor's focus trap takes the focus to itself once it is set up, which may be after this. What it takes goes back to the field, until a person does something.
export function keep(field, whole) {
  const stop = new AbortController();
  const back = event => {
    if (!field.isConnected) {
      stop.abort();
    } else if (event.target !== field && !event.target.matches("a, button, input, select, summary, textarea")) {
      field.focus();
    }
  };
  document.addEventListener("focusin", back, { signal: stop.signal });
  for (const act of ["keydown", "pointerdown"]) {
    document.addEventListener(act, () => stop.abort(), { signal: stop.signal });
  }
  field.focus();
  // Who was faster has typed already.
  if (whole && field.value === whole) {
    field.select();
  }
}
